import { createHash } from 'node:crypto'
import { totalmem } from 'node:os'

const MB = 1024 * 1024

/** Settings of the server by name, as in postgresql.conf. */
export type Settings = Record<string, string>

const SETTINGS: Settings = {
  // Nobody outside this machine, and no socket file to guard.
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Personal data must not reach the log: no statements, no parameters, no DETAIL lines with the values of a row.
  log_statement: 'none',
  log_min_error_statement: 'panic',
  // An error can quote the value that was wrong; the program hears it, the file on disk need not.
  log_min_messages: 'log',
  log_min_duration_statement: '-1',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
  log_timezone: 'UTC',
  timezone: 'UTC',
  // One machine: small queries on a warm cache. A quarter of the memory is what PostgreSQL's own manual begins with; it is taken as it
  // is used, so a small organisation does not pay for it.
  shared_buffers: `${Math.min(8192, Math.max(128, Math.floor(totalmem() / 4 / MB)))}MB`,
  effective_cache_size: '2GB',
  max_connections: '120',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  // A forgotten transaction holds back the ledger's sequencer, which waits for all older transactions.
  idle_in_transaction_session_timeout: '60s',
}

/**
 * The command line of the server. The settings are also folded into its name, so that a later start can see whether
 * a server that still runs has the same settings.
 */
export function serverArguments(dataFolder: string, port: number, extra: Settings = {}): string[] {
  const settings = { ...SETTINGS, ...extra, cluster_name: settingsName(extra), port: String(port) }
  return [
    '-D',
    dataFolder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

/** The name a server with these settings goes by. */
export function settingsName(extra: Settings = {}): string {
  const text = JSON.stringify({ ...SETTINGS, ...extra })
  return `gestand-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}
