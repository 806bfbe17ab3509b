/** A browser for tests: keeps cookies by host (as browsers do: ports share them), follows redirects, sends forms. */
export class TestBrowser {
  readonly cookies = new Map<string, string>()
  /** Every address it was sent to, in order. */
  readonly visited: string[] = []

  async get(url: string): Promise<Seen> {
    return this.#follow(url, { method: 'GET' })
  }

  /** Sends the form on a page (the one with this action when there are more), with these values filled in. */
  async submit(page: Seen, values: Record<string, string>, action?: string): Promise<Seen> {
    const forms = [...page.body.matchAll(/<form method="post" action="([^"]*)"[^>]*>(.*?)<\/form>/gs)]
    const form = forms.find((one) =>
      action ? one[1] === action : one[1] !== '/language' && one[1] !== '/signout',
    )
    if (!form) throw new Error(`no such form on ${page.url}`)
    const body = new URLSearchParams()
    for (const [input] of (form[2] ?? '').matchAll(/<input type="hidden"[^>]*>/g)) {
      body.set(attribute(input, 'name'), attribute(input, 'value'))
    }
    for (const [name, value] of Object.entries(values)) body.set(name, value)
    return this.post(new URL(form[1] ?? '', page.url).href, body)
  }

  async post(url: string, body: URLSearchParams, headers: Record<string, string> = {}): Promise<Seen> {
    return this.#follow(url, {
      method: 'POST',
      body,
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
    })
  }

  async #follow(first: string, init: RequestInit): Promise<Seen> {
    let url = first
    let next = init
    for (let hop = 0; hop < 20; hop += 1) {
      this.visited.push(url)
      const headers = new Headers(next.headers)
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
      const answer = await fetch(url, { ...next, headers, redirect: 'manual' })
      for (const line of answer.headers.getSetCookie()) this.#keep(line)
      const to = answer.headers.get('location')
      if (!to) return { url, status: answer.status, headers: answer.headers, body: await answer.text() }
      url = new URL(to, url).href
      next = { method: 'GET' }
    }
    throw new Error('too many redirects')
  }

  #keep(line: string): void {
    const [pair = '', ...rest] = line.split(';')
    const at = pair.indexOf('=')
    const gone = rest.some((part) => /expires=Thu, 01 Jan 1970|max-age=0/i.test(part))
    if (gone) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
}

export type Seen = { url: string; status: number; headers: Headers; body: string }

function attribute(tag: string, name: string): string {
  return new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
}
