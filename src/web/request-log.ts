import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { SiteName } from './view.ts'

/** One line of the request log. There is no place in it for a person: no address, no query, no body, no name. */
export type LogLine = {
  at: string
  site: SiteName
  method: string
  /** The pattern of the route (`/dossiers/:dossier`), never the address that was asked for. */
  route: string
  status: number
  ms: number
  fault?: { reference: string; error: string; code?: string; stack: string[] }
}

export type RequestLog = { fault(request: FastifyRequest, reference: string, error: Error): void }

/** Writes a line for every answer. */
export function logRequests(
  site: FastifyInstance,
  name: SiteName,
  write: (line: LogLine) => void,
): RequestLog {
  const faults = new WeakMap<FastifyRequest, LogLine['fault']>()
  site.addHook('onResponse', async (request, reply) => {
    const fault = faults.get(request)
    write({
      at: new Date().toISOString(),
      site: name,
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      ...(fault ? { fault } : {}),
    })
  })
  return {
    fault(request, reference, error) {
      faults.set(request, { reference, error: error.name, ...codeOf(error), stack: framesOf(error) })
    },
  }
}

function codeOf(error: Error): { code?: string } {
  return 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
}

/** Where it happened, without the message: that can quote what somebody typed or what the database holds. */
function framesOf(error: Error): string[] {
  const frames: string[] = []
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const lines = (at.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
    frames.push(
      ...(at === error ? [] : [`caused by ${at.name}`]),
      ...lines.slice(0, 8).map((line) => line.trim()),
    )
  }
  return frames
}
