import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { root } from './prepare.mjs'
import { hashOfProven } from './sources.mjs'

const PROMISE = /\b(TOM|MEE)-\d+\.\d+\b/

/** The tests of a run by its JSON report: every test with its outcome; undefined when there is no report. */
export function readResults(file) {
  if (!existsSync(file)) return undefined
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'))
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const path = relative(root, name).replaceAll(sep, '/')
    // A file that could not even be read has no tests; it must not pass for one without failures.
    if (status === 'failed' && assertionResults.length === 0)
      return [{ name: path, file: path, passed: false }]
    return assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map((test) => ({ name: test.fullName, file: path, passed: test.status === 'passed' }))
  })
}

/** Writes proof.json: which tests name a promise, whether they passed, and on which state of the sources. */
export function writeProof(results) {
  const tests = new Map()
  for (const { name, file, passed } of results) {
    if (!PROMISE.test(name)) continue
    // Some tests run in two time zones; they count as passed when they passed in both.
    const key = `${file}\0${name}`
    tests.set(key, { name, file, passed: passed && tests.get(key)?.passed !== false })
  }
  const sorted = [...tests.keys()].sort().map((key) => tests.get(key))
  const proof = { sources: hashOfProven(root), ranAt: new Date().toISOString(), tests: sorted }
  writeFileSync(join(root, 'proof.json'), `${JSON.stringify(proof, null, 1)}\n`)
}
