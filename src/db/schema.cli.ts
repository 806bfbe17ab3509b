import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CliCommand } from '../cli-command.ts'
import { startCluster } from './embedded/cluster.ts'
import { migrate } from './migrate.ts'
import { connect } from './pool.ts'
import { dumpSchema } from './schema-dump.ts'

/** `schema`: is migrations/schema.sql what the migrations make? */
export const commands: Record<string, CliCommand> = {
  schema: {
    summary: 'compare migrations/schema.sql with what the migrations make; --write writes it anew',
    async run(args, { out, err, config }) {
      const folder = join(config.root, 'migrations')
      const file = join(folder, 'schema.sql')
      const made = await schemaOf(folder)
      if (args.includes('--write')) {
        writeFileSync(file, made)
        out(`Written: ${file}`)
        return 0
      }
      const written = existsSync(file) ? readFileSync(file, 'utf8') : ''
      if (written === made) {
        out('migrations/schema.sql is up to date.')
        return 0
      }
      err(
        `migrations/schema.sql is not what the migrations make, first at line ${firstDifference(written, made)}.`,
      )
      err('Run "npm run -s cli -- schema --write" and look at what changed.')
      return 1
    },
  },
}

/** Runs all migrations on a server made for it, and thrown away after. */
async function schemaOf(migrations: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'gestand-schema-'))
  chmodSync(folder, 0o711)
  try {
    const cluster = await startCluster({
      dataDir: join(folder, 'server'),
      settings: { fsync: 'off' },
      watch: false,
    })
    const pool = connect(cluster.adminUrl, { max: 1 })
    try {
      await migrate(cluster.adminUrl, migrations)
      return await dumpSchema(pool)
    } finally {
      await pool.end()
      await cluster.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function firstDifference(written: string, made: string): number {
  const [before, now] = [written.split('\n'), made.split('\n')]
  const differs = now.findIndex((line, index) => line !== before[index])
  return (differs === -1 ? now.length : differs) + 1
}
