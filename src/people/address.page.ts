import type { FastifyRequest } from 'fastify'
import { NotThere } from '../web/index.ts'
import { isUuid } from './page-parts.tsx'

/** An id from the address: anything else is not there. */
export function idIn(request: FastifyRequest, name: string): string {
  const value = (request.params as Record<string, string | undefined>)[name]
  if (!value || !isUuid(value)) throw new NotThere()
  return value
}

/** `?done=role` of an address, when it is one of these. */
export function doneIn<Word extends string>(
  request: FastifyRequest,
  words: readonly Word[],
): Word | undefined {
  const { done } = request.query as { done?: string }
  return words.find((word) => word === done)
}
