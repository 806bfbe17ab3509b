import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** One of the sites: where it listens, and the address that browsers use. */
export type Site = { listen: string; port: number; url: string }

/** An identity provider outside; undefined means the stand-in. */
export type Issuer = { url: string; clientId: string; clientSecret: string }

/** Everything that can be chosen from outside. */
export type Config = {
  /** The folder of the program, with migrations/ and statements/. */
  root: string
  dataDir: string
  databaseUrl: string | undefined
  demo: boolean
  staff: Site
  portal: Site
  publicSite: Site
  standIn: Site
  /** The folder with what is promised: a folder an organisation, the walls and the vocabulary of the rules. */
  statements: string
  witnesses: string[]
  staffIssuer: Issuer | undefined
  /** Staff sign in with accounts of our own instead of an issuer's. */
  ownAccounts: boolean
  clientIssuer: Issuer | undefined
}

/** Every variable of the environment that the program reads: what it means, and its value when it is not set. */
export const VARIABLES = {
  GESTAND_DATA: { otherwise: '.data', means: 'folder of the database, the keys and the witness file' },
  DATABASE_URL: {
    otherwise: '',
    means: 'PostgreSQL 15 or newer instead of the embedded one, as a user who may create roles',
    secret: true,
  },
  GESTAND_STATEMENTS: {
    otherwise: 'statements',
    means: 'folder of the statements, a folder an organisation',
  },
  GESTAND_DEMO: {
    otherwise: '1',
    means: '1 fills an empty database with a demonstration neighbourhood; 0 does not',
  },
  GESTAND_LISTEN: { otherwise: '127.0.0.1', means: 'network address that the sites listen on' },
  GESTAND_STAFF_PORT: { otherwise: '3000', means: 'port of the staff site' },
  GESTAND_PORTAL_PORT: { otherwise: '3001', means: 'port of the client portal' },
  GESTAND_PUBLIC_PORT: { otherwise: '3002', means: 'port of the public site and the API' },
  GESTAND_STANDIN_PORT: { otherwise: '3003', means: 'port of the stand-in identity providers' },
  GESTAND_STAFF_URL: {
    otherwise: '',
    means: 'address of the staff site in browsers; http://localhost:<port> when not set',
  },
  GESTAND_PORTAL_URL: { otherwise: '', means: 'address of the client portal in browsers' },
  GESTAND_PUBLIC_URL: { otherwise: '', means: 'address of the public site in browsers' },
  GESTAND_STANDIN_URL: { otherwise: '', means: 'address of the stand-in identity providers in browsers' },
  WITNESSES: {
    otherwise: '',
    means:
      'further witnesses of the ledger, by commas: folders, or addresses each with its key after a space',
  },
  STAFF_ISSUER: {
    otherwise: '',
    means:
      'OpenID Connect issuer where staff sign in, or none for accounts of our own; the stand-in when not set',
  },
  STAFF_CLIENT_ID: { otherwise: '', means: 'our client id at that issuer' },
  STAFF_CLIENT_SECRET: { otherwise: '', means: 'our client secret at that issuer', secret: true },
  CLIENT_ISSUER: {
    otherwise: '',
    means: 'OpenID Connect issuer (DigiD broker) where clients sign in; the stand-in when not set',
  },
  CLIENT_CLIENT_ID: { otherwise: '', means: 'our client id at that issuer' },
  CLIENT_CLIENT_SECRET: { otherwise: '', means: 'our client secret at that issuer', secret: true },
} satisfies Record<string, { otherwise: string; means: string; secret?: boolean }>

/** The name of a variable that the program reads. */
export type Variable = keyof typeof VARIABLES

/** The environment asks for something impossible; the message has a plain sentence for each. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads the configuration. All that is wrong is told at once. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const read = new Reader(env)
  const root = projectRoot()
  const config: Config = {
    root,
    dataDir: resolve(root, read.text('GESTAND_DATA')),
    statements: resolve(root, read.text('GESTAND_STATEMENTS')),
    databaseUrl: read.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    demo: read.yes('GESTAND_DEMO'),
    staff: read.site('GESTAND_STAFF_PORT', 'GESTAND_STAFF_URL'),
    portal: read.site('GESTAND_PORTAL_PORT', 'GESTAND_PORTAL_URL'),
    publicSite: read.site('GESTAND_PUBLIC_PORT', 'GESTAND_PUBLIC_URL'),
    standIn: read.site('GESTAND_STANDIN_PORT', 'GESTAND_STANDIN_URL'),
    witnesses: read
      .text('WITNESSES')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
    ownAccounts: read.text('STAFF_ISSUER') === 'none',
    staffIssuer: read.issuer('STAFF_ISSUER', 'STAFF_CLIENT_ID', 'STAFF_CLIENT_SECRET'),
    clientIssuer: read.issuer('CLIENT_ISSUER', 'CLIENT_CLIENT_ID', 'CLIENT_CLIENT_SECRET'),
  }
  read.end()
  return config
}

class Reader {
  readonly #env: Record<string, string | undefined>
  readonly #wrong: string[] = []
  readonly #ports = new Map<number, Variable>()

  constructor(env: Record<string, string | undefined>) {
    this.#env = env
  }

  text(name: Variable): string {
    const value = this.#env[name]?.trim()
    return value ? value : VARIABLES[name].otherwise
  }

  yes(name: Variable): boolean {
    const value = this.text(name)
    if (value !== '0' && value !== '1') this.#wrong.push(`${name} must be 0 or 1, not "${value}".`)
    return value === '1'
  }

  url(name: Variable, protocols: string[]): string | undefined {
    const value = this.text(name)
    if (value === '') return undefined
    if (!URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
      // The value may hold a password: it is not repeated.
      this.#wrong.push(
        `${name} must be an address that starts with ${protocols.map((it) => `${it}//`).join(' or ')}.`,
      )
    }
    return value
  }

  site(portName: Variable, urlName: Variable): Site {
    const port = Number(this.text(portName))
    if (!Number.isInteger(port) || port < 0 || port > 65535) {
      this.#wrong.push(`${portName} must be a port number from 0 to 65535, not "${this.text(portName)}".`)
    }
    const other = this.#ports.get(port)
    if (other && port !== 0)
      this.#wrong.push(`${portName} and ${other} are both ${port}; each site needs its own port.`)
    this.#ports.set(port, portName)
    const url = this.url(urlName, ['http:', 'https:']) ?? `http://localhost:${port}`
    return { listen: this.text('GESTAND_LISTEN'), port, url: url.replace(/\/+$/, '') }
  }

  issuer(urlName: Variable, idName: Variable, secretName: Variable): Issuer | undefined {
    if (urlName === 'STAFF_ISSUER' && this.text(urlName) === 'none') return undefined
    const url = this.url(urlName, ['http:', 'https:'])
    if (url === undefined) return undefined
    const [clientId, clientSecret] = [this.text(idName), this.text(secretName)]
    if (!clientId || !clientSecret)
      this.#wrong.push(`${urlName} is set, so ${idName} and ${secretName} must be set too.`)
    return { url, clientId, clientSecret }
  }

  end(): void {
    if (this.#wrong.length > 0) throw new ConfigError(this.#wrong.join('\n'))
  }
}

/** The folder of package.json, above this file or above the bundle that it became part of. */
function projectRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder))
      throw new ConfigError('The folder of the program (with package.json) was not found.')
  }
}
