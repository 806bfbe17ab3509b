import type { FastifyInstance } from 'fastify'
import type { BrowserContext } from 'playwright-core'
import type { LogLine } from '../../src/web/index.ts'

/** Words of people and their help that may stand on pages, and nowhere beside them. */
export const PERSONAL = [
  'Aydin',
  'Emine',
  'Bakker',
  'Pinas',
  'Shanti',
  'Ramaekers',
  'Rozenhof',
  '999990019',
  '999990743',
  '999991449',
  '2402NR',
  '2402 NR',
  '1965-03-14',
  '14-3-1965',
  'boodschappen',
  'knieën',
  'energierekening',
]

/** Everything about a walk that is no page content: addresses, titles, log lines, and what a browser complained about. */
export class Seen {
  readonly addresses: string[] = []
  readonly titles = new Set<string>()
  readonly log: LogLine[] = []
  /** Errors of scripts and policies, failed files, and requests to hosts that are not ours. */
  readonly complaints: string[] = []
  readonly #origins: ReadonlySet<string>

  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins)
  }

  logged(line: LogLine): void {
    this.log.push(line)
  }

  /** Notes every address and title of a site. Before it listens. */
  listenTo(site: FastifyInstance): void {
    site.addHook('onRequest', async (request) => {
      this.addresses.push(request.url, String(request.headers.referer ?? ''))
    })
    site.addHook('onSend', async (_request, reply, payload) => {
      this.addresses.push(String(reply.getHeader('location') ?? ''))
      if (typeof payload === 'string') this.titles.add(/<title>([^<]*)/.exec(payload)?.[1] ?? '')
    })
  }

  /** Notes what a browser asks and complains about. */
  watch(context: BrowserContext): void {
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url())
      if (protocol.startsWith('http') && !this.#origins.has(origin)) this.complaints.push(`asked ${origin}`)
    })
    context.on('response', (response) => {
      if (response.url().includes('/assets/') && response.status() >= 400)
        this.complaints.push(`${response.status()} ${response.url()}`)
    })
    context.on('console', (message) => {
      // A page that says no is no error of the page; what is asked for by a page must not fail.
      if (message.type() === 'error' && !/status of (400|401|403|404|422)/.test(message.text()))
        this.complaints.push(message.text())
    })
    context.on('weberror', (error) => this.complaints.push(error.error().message))
  }

  /** Which of the words stand in an address, a title or the log. */
  personalIn(words: readonly string[]): string[] {
    const places = [
      ...this.addresses.map(decode),
      ...this.titles,
      ...this.log.map((line) => JSON.stringify(line)),
    ]
    return words.filter((word) => places.some((place) => place.toLowerCase().includes(word.toLowerCase())))
  }
}

function decode(address: string): string {
  try {
    return decodeURIComponent(address.replaceAll('+', ' '))
  } catch {
    return address
  }
}
