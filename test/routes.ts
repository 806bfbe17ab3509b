import type { FastifyInstance } from 'fastify'

/** Every route of a running site: method and pattern, as its router has them. */
export function routesOf(site: FastifyInstance): { method: string; pattern: string }[] {
  const found: { method: string; pattern: string }[] = []
  const path: string[] = []
  for (const line of site.printRoutes({ commonPrefix: false }).split('\n')) {
    const read = /^((?:│ {3}| {4})*)(?:├── |└── )(.*?)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (!read) continue
    const [, indent = '', part = '', methods] = read
    path.length = indent.length / 4
    path.push(part)
    for (const method of methods?.split(', ') ?? []) found.push({ method, pattern: path.join('') })
  }
  return found
}
