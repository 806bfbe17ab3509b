// npm run -s cli -- <command>: the same preparation, but standard output holds nothing except the command's own answer.
import { pathToFileURL } from 'node:url'
import { bundle, installPackages } from './prepare.mjs'

process.setSourceMapsEnabled(true)
installPackages({ dev: false })
await import(pathToFileURL(await bundle('cli')).href)
