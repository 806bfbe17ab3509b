import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'

/** A program of a test, in a process of its own so that it can be killed. */
export type Program = {
  process: ChildProcess
  /** The next line that it writes. */
  line(): Promise<string>
  /** Ends it the hard way, without a chance to clean up. */
  kill(): Promise<void>
}

/** Runs TypeScript (a module in the folder of `from`) with Node alone. */
export async function startProgram(source: string, from: string, args: string[] = []): Promise<Program> {
  const bundled = await build({
    stdin: { contents: source, resolveDir: from, loader: 'ts' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    // The bundle comes from standard input; packages and folders are found from where the source stands.
    define: {
      'import.meta.url': JSON.stringify(new URL(`file://${from}/program.mjs`).href),
      'import.meta.dirname': JSON.stringify(from),
    },
  })
  const code = bundled.outputFiles[0]?.text ?? ''
  const child = spawn(process.execPath, ['--input-type=module', '-', ...args], {
    cwd: from,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  child.stdin.end(code)
  return {
    process: child,
    async line() {
      const { value, done } = await lines.next()
      if (done) throw new Error('The program ended without a word.')
      return value
    },
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
