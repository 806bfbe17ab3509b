import { join } from 'node:path'
import { readConfig } from './config.ts'
import { openDatabase } from './db/index.ts'

const config = readConfig()
const started = performance.now()
const database = await openDatabase({
  url: config.databaseUrl,
  dataDir: join(config.dataDir, 'database'),
  migrations: join(config.root, 'migrations'),
})
process.stdout.write(`The database is ready (${Math.round(performance.now() - started)} ms).\n`)

// The server runs in a process of its own; something here has to stay until Ctrl-C.
const waiting = setInterval(() => undefined, 1 << 30)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    clearInterval(waiting)
    await database.stop()
    process.exit(0)
  })
}
