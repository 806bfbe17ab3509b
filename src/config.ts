import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { VARIABLES, type Variable } from './variables.ts'

/** One of the sites: where it listens, and the address that browsers use. */
export type Site = { listen: string; port: number; url: string }

/** An identity provider outside, and how we prove to it who we are: a secret, or a private key in a file. */
export type Issuer = {
  url: string
  clientId: string
  proof: { secret: string } | { keyFile: string }
  /** How it signs its ID tokens. */
  signedWith: (typeof SIGNATURES)[number]
}

/** What the ID tokens of the provider of staff say, and where; undefined leaves the usual. */
export type StaffClaims = {
  scope: string
  subject: string
  /** Values of `acr` or `amr` that mean a second factor. */
  secondFactor: readonly string[] | undefined
}

const SIGNATURES = ['RS256', 'PS256', 'ES256'] as const

/** Everything that can be chosen from outside. */
export type Config = {
  /** The folder of the program, with migrations/ and statements/. */
  root: string
  dataDir: string
  databaseUrl: string | undefined
  /** Most connections of the sites' own role for acts; looks share half as many besides. */
  connections: number
  demo: boolean
  staff: Site
  portal: Site
  publicSite: Site
  standIn: Site
  /** The folder with what is promised: a folder an organisation, the walls and the vocabulary of the rules. */
  statements: string
  witnesses: string[]
  /** Addresses of our own reverse proxies: from them alone we believe for whom they ask. */
  proxies: string[]
  staffIssuer: Issuer | undefined
  /** Staff sign in with accounts of our own instead of an issuer's. */
  ownAccounts: boolean
  staffClaims: StaffClaims
  clientIssuer: Issuer | undefined
}

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
    connections: read.connections('GESTAND_CONNECTIONS'),
    demo: read.yes('GESTAND_DEMO'),
    staff: read.site('GESTAND_STAFF_PORT', 'GESTAND_STAFF_URL'),
    portal: read.site('GESTAND_PORTAL_PORT', 'GESTAND_PORTAL_URL'),
    publicSite: read.site('GESTAND_PUBLIC_PORT', 'GESTAND_PUBLIC_URL'),
    standIn: read.site('GESTAND_STANDIN_PORT', 'GESTAND_STANDIN_URL'),
    witnesses: read.list('WITNESSES'),
    proxies: read.networks('GESTAND_PROXIES'),
    ownAccounts: read.text('STAFF_ISSUER') === 'none',
    staffIssuer: read.issuer('STAFF', root),
    staffClaims: read.staffClaims(),
    clientIssuer: read.issuer('CLIENT', root),
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

  /**
   * More than the processors can serve only makes the server's processes drive each other out of the processor's caches: with eight
   * on two processors a look cost the server a quarter more than with four. Two a processor, since one of them often waits for the disk.
   */
  connections(name: Variable): number {
    const value = this.text(name)
    if (value === '') return Math.max(4, 2 * availableParallelism())
    const count = Number(value)
    if (!Number.isInteger(count) || count < 1 || count > 100)
      this.#wrong.push(`${name} must be a whole number from 1 to 100, not "${value}".`)
    return count
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

  list(name: Variable): string[] {
    return this.text(name)
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  }

  /** Addresses, or networks as `10.1.0.0/16`. */
  networks(name: Variable): string[] {
    const found = this.list(name)
    for (const one of found) {
      const [address = '', bits, ...more] = one.split('/')
      const most = isIP(address) === 6 ? 128 : 32
      const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most)
      if (isIP(address) === 0 || !fits || more.length > 0)
        this.#wrong.push(`${name} must be addresses such as 10.0.0.5 or 10.1.0.0/16, not "${one}".`)
    }
    return found
  }

  issuer(of: 'STAFF' | 'CLIENT', root: string): Issuer | undefined {
    if (of === 'STAFF' && this.text('STAFF_ISSUER') === 'none') return undefined
    const url = this.url(`${of}_ISSUER`, ['http:', 'https:'])
    if (url === undefined) return undefined
    const [id, secret, file] = [`${of}_CLIENT_ID`, `${of}_CLIENT_SECRET`, `${of}_CLIENT_KEY_FILE`] as const
    const [clientId, clientSecret, keyFile] = [this.text(id), this.text(secret), this.text(file)]
    if (!clientId || (clientSecret === '') === (keyFile === ''))
      this.#wrong.push(`${of}_ISSUER is set, so ${id} and either ${secret} or ${file} must be set too.`)
    const asked = this.text(`${of}_SIGNED_WITH`)
    const signedWith = SIGNATURES.find((one) => one === asked)
    if (!signedWith) this.#wrong.push(`${of}_SIGNED_WITH must be ${SIGNATURES.join(' or ')}, not "${asked}".`)
    const proof = keyFile ? { keyFile: resolve(root, keyFile) } : { secret: clientSecret }
    return { url, clientId, proof, signedWith: signedWith ?? 'RS256' }
  }

  staffClaims(): StaffClaims {
    const scope = this.text('STAFF_SCOPE')
    if (!scope.split(' ').includes('openid'))
      this.#wrong.push('STAFF_SCOPE must have openid among its words, with spaces between.')
    const values = this.list('STAFF_SECOND_FACTOR')
    return {
      scope,
      subject: this.text('STAFF_SUBJECT_CLAIM'),
      secondFactor: values.length > 0 ? values : undefined,
    }
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
