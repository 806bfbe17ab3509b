// npm run bench [-- --json --sizes 1000,10000 --at-once 1,8 --rounds 5 --seconds 2]: bundles the benchmark and runs it.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installPackages, root } from './prepare.mjs'

installPackages({ dev: true })
const { build } = await import('esbuild')
const folder = join(root, '.build', 'bench')
rmSync(folder, { recursive: true, force: true })
await build({
  entryPoints: ['main', 'server'].map((name) => join(root, 'test', 'bench', `${name}.ts`)),
  outdir: folder,
  bundle: true,
  splitting: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  logLevel: 'warning',
})
await import(pathToFileURL(join(folder, 'main.js')).href)
