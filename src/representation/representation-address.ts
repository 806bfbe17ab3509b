import { NotThere } from '../web/index.ts'

/** A representation's id from the address: anything else is not there. */
export function representationIn(params: unknown): string {
  const { representation } = params as { representation?: string }
  if (!representation || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(representation))
    throw new NotThere()
  return representation
}
