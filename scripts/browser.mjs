import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { say } from './prepare.mjs'

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Sees to a browser for the tests: that of the system, else Debian's when we may install it, else the one from npm. */
export function installBrowser() {
  if (process.platform !== 'linux' || SYSTEM.some((path) => existsSync(path))) return
  if (process.getuid() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing a browser for the tests (apt-get install chromium) …')
    const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 2] }).status === 0
    if (apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')) return
  }
  say('The tests use the browser from npm (@sparticuz/chromium).')
}
