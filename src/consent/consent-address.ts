import { NotThere } from '../web/index.ts'

/** A consent's id from the address: anything else is not there. */
export function consentIn(params: unknown): string {
  const { consent } = params as { consent?: string }
  if (!consent || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(consent)) throw new NotThere()
  return consent
}
