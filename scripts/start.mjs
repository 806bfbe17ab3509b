// npm start: installs what is missing, bundles what changed, and runs the whole house in this process.
import { pathToFileURL } from 'node:url'
import { bundle, installPackages, root, say } from './prepare.mjs'

/** Errors that say in their message all that somebody who starts the program needs. */
const PLAIN = ['ConfigError', 'ClusterError', 'MigrationError', 'StatementError']

process.chdir(root)
process.setSourceMapsEnabled(true)
installPackages({ dev: false })
try {
  await import(pathToFileURL(await bundle('start')).href)
} catch (error) {
  say(sentence(error))
  process.exit(1)
}

function sentence(error) {
  if (error?.code === 'EADDRINUSE') {
    return `Port ${error.port} is in use already. Stop what uses it, or choose other ports ("npm run -s cli -- config").`
  }
  return PLAIN.includes(error?.name) ? error.message : (error?.stack ?? String(error))
}
