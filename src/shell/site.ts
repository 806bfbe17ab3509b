import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  type Answer,
  type Can,
  type Denial,
  type Door,
  type Facts,
  SessionElsewhere,
  type Visitor,
} from '../door/index.ts'
import type { Statement } from '../statement/index.ts'
import type { Vault } from '../vault/index.ts'
import {
  ForgeryError,
  type Language,
  NotThere,
  SignInNeeded,
  sessionOrganisation,
  sessionToken,
} from '../web/index.ts'
import { RefusedLook, sendRefusal } from './refusal.page.tsx'
import { viewFor } from './view-for.ts'
import type { Told, WaitingSource } from './waiting.ts'

/** A site behind a sign-in (staff site or client portal) and what its pages need. */
export type Site = {
  kind: 'staff' | 'portal'
  app: FastifyInstance
  door: Door
  vault: Vault
  statements: ReadonlyMap<string, Statement>
  /** Where the public site stands: the statement, and its clauses by anchor. */
  publicOrigin: string
  now: () => Date
  /** What can wait for somebody, on the page "Vandaag". */
  waiting?: readonly WaitingSource[]
  /** What somebody is told on every page until they looked. */
  told?: Told
  /** What closes everything to a worker, each with what to do about it. Only the staff site says so. */
  whatCloses?: (visitor: Visitor, language: Language) => Promise<readonly string[]>
}

/** What a page is made of once somebody is let in. */
export type Met<T> = { facts: Facts; can: Can; value: T }

type Handler = (request: FastifyRequest, reply: FastifyReply, visitor: Visitor) => Promise<FastifyReply>

/**
 * Shows a form again, with what was typed, to somebody whose session ended while typing; `signedIn` when there is a new session by
 * now, and only the form is still one of the session before.
 */
type Again = (request: FastifyRequest, reply: FastifyReply, signedIn: boolean) => FastifyReply

/**
 * Adds a page. Who is not signed in goes to the sign-in page; a refusal becomes a page that says what would help. With `again` a
 * form that comes in without a session, or with the token of the one before, is shown again, so that nothing typed is lost.
 */
export function addPage(
  site: Site,
  method: 'GET' | 'POST',
  path: string,
  handler: Handler,
  again?: Again,
): void {
  site.app.route({
    method,
    url: path,
    ...(again ? { errorHandler: showAgain(again) } : {}),
    handler: async (request, reply) => {
      try {
        return await handler(request, reply, visitorOf(site, request))
      } catch (error) {
        if (error instanceof RefusedLook) return await sendRefusal(site, request, reply, error)
        if (error instanceof SessionElsewhere) throw new SignInNeeded()
        throw error
      }
    },
  })
}

function showAgain(again: Again) {
  return (error: Error, request: FastifyRequest, reply: FastifyReply) => {
    if (error instanceof ForgeryError && error.reason === 'no-token') return again(request, reply, true)
    if (!(error instanceof SignInNeeded)) throw error
    return again(request, reply, false)
  }
}

/** Takes the answer of the door: lets the page go on, or ends it. Sets name, organisation and menu of the page. */
export function meet<T>(site: Site, request: FastifyRequest, answer: Answer<T>): Met<T> {
  if (answer.outcome === 'no-session') throw new SignInNeeded(true)
  // A session of the other site, its cookie carried over by hand: a client is no worker here, and a worker no client.
  if (answer.facts.actor.kind !== (site.kind === 'staff' ? 'staff' : 'client')) throw new SignInNeeded()
  request.view = viewFor(site, request.view, answer.facts, answer.can)
  const { told } = site
  if (told?.isFor(answer)) {
    const asked = { site, visitor: visitorOf(site, request), language: request.view.language }
    request.view = { ...request.view, told: () => told.say(asked) }
  }
  if (answer.outcome === 'refused') {
    // Hidden and absent look the same: same status, same page.
    if (answer.denial.hidden) throw new NotThere()
    throw new RefusedLook(answer.facts, answer.can, answer.denial)
  }
  return answer
}

/** For pages that open no dossier: who has no second check or no valid declarations reads why everything is closed (TOM-12.9). */
export function demandEntry({ facts, can }: Met<undefined>): void {
  const reason = !facts.secondFactor ? 'second-factor' : !facts.cleared ? 'clearance' : undefined
  if (reason === undefined) return
  const denial: Denial = { reason, hidden: false, action: 'read', parts: [], clauses: [], wouldHelp: [] }
  throw new RefusedLook(facts, can, denial)
}

/** For pages that open no dossier: who may not use them does not see them. */
export function demandRight(met: Met<undefined>, may: boolean): void {
  demandEntry(met)
  if (!may) throw new NotThere()
}

/** Who knocks; without a session the sign-in page follows. */
export function visitorOf(site: Site, request: FastifyRequest): Visitor {
  const token = sessionToken(request, site.kind)
  const organisation = sessionOrganisation(request, site.kind)
  if (!token || !organisation || !site.statements.has(organisation)) throw new SignInNeeded()
  return { organisation, token, accessPoint: site.kind === 'staff' ? 'staff-site' : 'portal' }
}

/** A dossier's id from the address: anything else is not there. */
export function dossierIn(request: FastifyRequest): string {
  const { dossier } = request.params as { dossier?: string }
  if (!dossier || !/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(dossier))
    throw new NotThere()
  return dossier
}

/** The statement of the organisation that somebody is signed in with. */
export function statementOf(site: Site, facts: Facts): Statement {
  const statement = site.statements.get(facts.organisation)
  if (!statement) throw new Error(`There is no statement of ${facts.organisation}.`)
  return statement
}
