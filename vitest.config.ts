import { defineConfig } from 'vitest/config'

const everywhere = {
  globalSetup: ['test/global-setup.ts'],
  pool: 'forks' as const,
  testTimeout: 60_000,
  hookTimeout: 60_000,
}

/** Rules about dates must give the same answer wherever the server stands: these tests run in two time zones. */
const rules = [
  'src/{kernel,statement,retention}/**/*.test.{ts,tsx}',
  'src/consent/{answerer,ask-form,consent-state}.test.ts',
]

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'amsterdam',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
          env: { TZ: 'Europe/Amsterdam' },
        },
      },
      { extends: true, test: { ...everywhere, name: 'utc', include: rules, env: { TZ: 'UTC' } } },
    ],
  },
})
