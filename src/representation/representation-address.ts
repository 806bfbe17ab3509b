import { NotThere } from '../web/index.ts'

/** A representation's id from the address: anything else is not there. */
export function representationIn(params: unknown): string {
  return idIn((params as { representation?: string }).representation)
}

/** A judgement's id from the address, likewise. */
export function judgementIn(params: unknown): string {
  return idIn((params as { judgement?: string }).judgement)
}

function idIn(given: string | undefined): string {
  if (!given || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given)) throw new NotThere()
  return given
}
