import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashOf, sourceFiles } from './sources.mjs'

/** The folder of the program. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const buildFolder = join(root, '.build')

/** Tells what is going on; never on standard output, which belongs to the program that runs. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Stops with a plain sentence when this Node is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  say(`Gestand needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org.`)
  process.exit(1)
}

/** Installs the packages when they are missing or not those of package-lock.json. */
export function installPackages({ dev }) {
  checkNode()
  const reason = whyInstall(dev)
  if (!reason) return
  say(`Installing the packages (npm ci): ${reason} …`)
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(dev ? ['--include=dev'] : [])]
  const npm = process.env.npm_execpath
  const [program, args] = npm ? [process.execPath, [npm, ...flags]] : ['npm', flags]
  const shell = !npm && process.platform === 'win32'
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2], shell })
  if (status === 0) return
  say('The packages could not be installed; the lines above say why.')
  process.exit(1)
}

function whyInstall(dev) {
  const hidden = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(hidden)) return 'there is no node_modules yet'
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages
  for (const [path, { version, optional, dev: onlyDev, devOptional }] of Object.entries(wanted)) {
    // Optional packages are those of other platforms; their absence is no fault.
    if (path === '' || optional || devOptional || (onlyDev && !dev)) continue
    if (installed[path]?.version !== version)
      return `${path.replace(/^.*node_modules\//, '')} ${version} is missing`
  }
  return undefined
}

/**
 * Bundles our own code (packages stay where they are) and returns the file of the entry. The folder carries the hash of
 * the sources: nothing is done when they did not change, and a program that runs keeps its own files.
 */
export async function bundle(entry) {
  const folder = join(buildFolder, `program-${hashOfSources()}`)
  if (!existsSync(folder)) {
    const { build } = await import('esbuild')
    const half = `${folder}.${process.pid}`
    await build({
      entryPoints: ['start', 'cli'].map((name) => join(root, 'src', `${name}.ts`)),
      outdir: half,
      bundle: true,
      splitting: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      sourcemap: 'linked',
      logLevel: 'warning',
    })
    if (existsSync(folder)) rmSync(half, { recursive: true })
    else renameSync(half, folder)
    removeOldPrograms()
  }
  return join(folder, `${entry}.js`)
}

function hashOfSources() {
  return hashOf(root, [...sourceFiles(join(root, 'src')), fileURLToPath(import.meta.url)]).slice(0, 16)
}

function removeOldPrograms() {
  const programs = readdirSync(buildFolder)
    .filter((name) => name.startsWith('program-'))
    .map((name) => ({ path: join(buildFolder, name), at: statSync(join(buildFolder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at)
  for (const { path } of programs.slice(3)) rmSync(path, { recursive: true, force: true })
}
