// npm start: installs what is missing, bundles what changed, and runs the whole house in this process.
import { pathToFileURL } from 'node:url'
import { bundle, installPackages, root } from './prepare.mjs'

process.chdir(root)
process.setSourceMapsEnabled(true)
installPackages({ dev: false })
await import(pathToFileURL(await bundle('start')).href)
