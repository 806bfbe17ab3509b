import type { Answer, Door, OpenRecord } from '../../src/door/index.ts'
import { ORGANISATION } from './bench-house.ts'

/** The look that is measured: identity, question and the newest twenty notes. */
export const LOOK = {
  event: 'dossier.read',
  parts: ['identity', 'question', 'notes'],
  use: 'support',
  newest: 20,
} as const

/** Opens a dossier as the program does. */
export function look(door: Door, token: Buffer, dossier: string): Promise<Answer<OpenRecord[]>> {
  return door.read({ organisation: ORGANISATION, token, accessPoint: 'staff-site' }, LOOK, dossier)
}

/** The same to JSON; an answer that is no dossier is an error, so that no refusal is counted as a look. */
export async function lookToJson(door: Door, token: Buffer, dossier: string): Promise<string> {
  const answer = await look(door, token, dossier)
  if (answer.outcome !== 'opened') throw new Error(`The door did not open: ${answer.outcome}.`)
  return JSON.stringify({ records: answer.value })
}
