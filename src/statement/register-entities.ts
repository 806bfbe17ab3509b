import type { Facts, Organisation } from './facts.ts'
import type { Statement } from './statement.ts'
import { uuidOf } from './uuid.ts'
import type { Lang } from './vocabulary.ts'

/** Somebody the register speaks of: the controller, a member, a party, or a kind of recipient. */
export type Entity = {
  id: string
  type: 'LegalEntity' | 'Organisation'
  name: string
  address?: string
  postalCode?: string
  city?: string
  country?: string
  phonenumber?: string
  email?: string
}
type EntityGroup = 'members' | 'parties' | 'party-kinds'

/** Everybody the register of an organisation speaks of; the controller comes first. */
export function entitiesOf(statement: Statement, lang: Lang): Entity[] {
  const { organisation, parties, partyKinds } = statement.facts
  const named = (group: EntityGroup, id: string, name: string): Entity => ({
    id: entityIdOf(organisation.id, group, id),
    type: 'Organisation',
    name,
  })
  return [
    controllerOf(organisation),
    ...(organisation.members ?? []).map((member) => named('members', member.id, member.name)),
    ...parties.map((party) => named('parties', party.id, party.name)),
    ...partyKinds.map((kind) =>
      named('party-kinds', kind.id, statement.label(lang, `partyKinds.${kind.id}`)),
    ),
  ]
}

/** The controller, reached through its data protection officer. */
export function controllerOf(organisation: Organisation): Entity {
  const { address, postcode, city, dataProtectionOfficer: officer } = organisation
  return {
    id: uuidOf(organisation.id),
    type: 'LegalEntity',
    name: organisation.legalName,
    ...(address !== undefined && { address }),
    ...(postcode !== undefined && { postalCode: postcode }),
    ...(city !== undefined && { city }),
    country: 'NL',
    ...(officer.phone !== undefined && { phonenumber: officer.phone }),
    email: officer.email,
  }
}

/** The address of an entity in the register. */
export function entityIdOf(organisation: string, group: EntityGroup, id: string): string {
  return uuidOf(`${organisation}/${group}/${id}`)
}

/** A kind of party whose parties all work under a processor agreement receives as processor, any other as third party. */
export function legalRoleOf(kind: string, facts: Facts): 'DataProcessor' | 'ThirdParty' {
  const parties = facts.parties.filter((party) => party.kind === kind)
  const areProcessors = parties.length > 0 && parties.every((party) => party.agreement === 'processor')
  return areProcessors ? 'DataProcessor' : 'ThirdParty'
}
