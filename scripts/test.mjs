// npm test: everything that must hold before a change is good. Goes on after a failure, to tell all at once.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installBrowser } from './browser.mjs'
import { installPackages, root } from './prepare.mjs'
import { readResults, writeProof } from './proof.mjs'
import { hashOfProven } from './sources.mjs'

process.chdir(root)
installPackages({ dev: true })
installBrowser()

const tool = (name) => join('node_modules', '.bin', name)
const resultsFile = join('.build', 'test-results.json')
const count = { passed: 0, failed: 0 }

step('format and lint', tool('biome'), ['check', '.'])
step('types', tool('tsc'), ['--noEmit', '-p', '.'])
step('unused code', tool('knip'), [])
runTests()
step('statements', process.execPath, ['scripts/cli.mjs', 'statement', 'check'])
step('schema dump', process.execPath, ['scripts/cli.mjs', 'schema'])

console.log(`${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed === 0 ? 0 : 1

/** One check, which counts as one test. It only has something to say when it fails. */
function step(name, program, args) {
  const begun = Date.now()
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
  report(name, status === 0, begun)
  if (status !== 0) console.log(`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trimEnd())
}

/** Architecture, unit, database, page and browser tests; each counts for itself. */
function runTests() {
  const begun = Date.now()
  const sources = hashOfProven(root)
  mkdirSync('.build', { recursive: true })
  rmSync(resultsFile, { force: true })
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`]
  const { status } = spawnSync(tool('vitest'), args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const results = readResults(resultsFile)
  const failed = results?.filter(({ passed }) => !passed).length ?? 0
  count.passed += (results?.length ?? 0) - failed
  count.failed += failed
  // No report, no tests, or an error outside any test: a failure that no test stands for.
  if (!results?.length || (status !== 0 && failed === 0)) report('tests', false, begun)
  else console.log(`${failed === 0 ? '✓' : '✗'} tests (${seconds(begun)})`)
  // A proof is about one state of the sources; who edits during the run gets none.
  if (results && sources === hashOfProven(root)) writeProof(results)
  else console.log('proof.json was not written: the sources changed while the tests ran.')
}

function report(name, passed, begun) {
  count[passed ? 'passed' : 'failed']++
  console.log(`${passed ? '✓' : '✗'} ${name} (${seconds(begun)})`)
}

function seconds(begun) {
  return `${((Date.now() - begun) / 1000).toFixed(1)} s`
}
