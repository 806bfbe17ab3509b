import type { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { allows, decide, explain, type Rules } from '../access/index.ts'
import { inTransaction, type Pool, type Shared, type Tx } from '../db/index.ts'
import type { Statement } from '../statement/index.ts'
import { unsealText, type Vault } from '../vault/index.ts'
import type { Purpose, View } from './acts.ts'
import type { Answer, Denial, OpenRecord } from './answer.ts'
import { type Facts, factsOf, isOfTheRules, listedOf, type WallAnswer } from './facts.ts'
import { Opened, passage, STAFF_NAME } from './opened.ts'
import { answerIn, rowsIn } from './packed.ts'
import { recordsIn } from './records.ts'
import { requestOf } from './request.ts'
import { isElsewhere, SessionElsewhere, type Visitor } from './visitor.ts'
import { greet, type Knock, openDossier, openOwn, readDossier, searchFor } from './wall.store.ts'

export type DoorNeeds = {
  /** Of the application's role; `looks` is for what is one statement. */
  pools: { app: Pool; looks: Shared }
  vault: Vault
  rules: Rules
  statements: ReadonlyMap<string, Statement>
}

/** Parts to read at once, with the newest so many notes. */
export type QuickLook = { event: string; parts: readonly string[]; use: Purpose; newest: number }

/** The one way in: authorise, run, and write the ledger, in one transaction. */
export class Door {
  readonly #needs: DoorNeeds

  constructor(needs: DoorNeeds) {
    this.#needs = needs
  }

  /** A look at, or a change in, one dossier; with null the whole organisation's register (reviews). */
  enter<P extends string, A extends string, I, R>(
    visitor: Visitor,
    act: View<P, A, I, R>,
    dossierId: string | null,
    input: I,
  ): Promise<Answer<R>> {
    const ask = (tx: Tx, knock: Knock) => openDossier(tx, knock, dossierId, act)
    // A look at the whole organisation is decided twice too; lists are decided by dossier.
    return this.#pass(visitor, act, input, ask, dossierId === null)
  }

  /** Who is there, for a page that shows nothing of anybody: no dossier opens, so no entry is made. */
  greet(visitor: Visitor): Promise<Answer<undefined>> {
    return this.#within(visitor, async (tx): Promise<Answer<undefined>> => {
      const knock = this.#knock(visitor, 'support')
      const answer = await greet(tx, knock)
      if (answer.outcome === 'no-session') return { outcome: 'no-session' }
      const facts = await this.#facts(answer, knock)
      return { outcome: 'opened', facts, can: this.#can(facts), value: undefined }
    })
  }

  /** The visitor's own dossiers: a worker's caseload, or what a client has here. */
  own<P extends string, I, R>(visitor: Visitor, act: View<P, 'read', I, R>, input: I): Promise<Answer<R>> {
    return this.#pass(visitor, act, input, (tx, knock) => openOwn(tx, knock, act))
  }

  /** Searches by keyed hashes; the act then reads what was found. */
  search<I, R>(
    visitor: Visitor,
    act: View<'existence' | 'identity', 'read', I, R>,
    keys: { kind: string; key: Buffer }[],
    input: I,
  ): Promise<Answer<R>> {
    return this.#pass(visitor, act, input, (tx, knock) => searchFor(tx, knock, keys))
  }

  /**
   * What a function of the wall does by itself: it judges, writes its entry and changes rows (people, involvement). `ask` calls it.
   * The value is what stood in the way although the rules allow it (`own-role`, `one-too-many`); undefined when it is done.
   */
  change(
    visitor: Visitor,
    act: { action: string; parts: readonly string[]; use: Purpose },
    ask: (tx: Tx, knock: Knock) => Promise<WallAnswer>,
  ): Promise<Answer<string | undefined>> {
    const knock = this.#knock(visitor, act.use)
    return this.#within(visitor, async (tx): Promise<Answer<string | undefined>> => {
      const answer = await ask(tx, knock)
      if (answer.outcome === 'no-session') return { outcome: 'no-session' }
      const facts = await this.#facts(answer, knock)
      const can = this.#can(facts)
      if (answer.outcome === 'refused' && isOfTheRules(answer.reason))
        return { outcome: 'refused', facts, can, denial: this.#denial(answer, facts, act) }
      this.#agree(facts, act)
      const conflict = answer.outcome === 'refused' ? (answer.reason ?? 'unknown') : undefined
      return { outcome: 'opened', facts, can, value: conflict }
    })
  }

  /** As `enter`, for an act that a function of the wall of its own judges and writes down (to ask an incidental access). */
  through<P extends string, A extends string, I, R>(
    visitor: Visitor,
    act: View<P, A, I, R>,
    input: I,
    ask: (tx: Tx, knock: Knock) => Promise<WallAnswer>,
  ): Promise<Answer<R>> {
    return this.#pass(visitor, act, input, ask)
  }

  /**
   * Asks the wall about the visitor themself, by the session's token: opens no dossier, so no entry is made. Throws SessionElsewhere
   * when the session is of another organisation.
   */
  async askOwn<T>(visitor: Visitor, use: Purpose, ask: (tx: Tx, knock: Knock) => Promise<T>): Promise<T> {
    try {
      return await inTransaction(this.#needs.pools.app, (tx) => ask(tx, this.#knock(visitor, use)))
    } catch (error) {
      throw isElsewhere(error, visitor) ? new SessionElsewhere() : error
    }
  }

  /** The fast way to read parts of a dossier: one statement opens, writes the entry and reads. The entry is durable before this returns. */
  read(visitor: Visitor, look: QuickLook, dossierId: string): Promise<Answer<OpenRecord[]>> {
    return this.#signedInHere(visitor, () => this.#read(visitor, look, dossierId))
  }

  async #read(visitor: Visitor, look: QuickLook, dossierId: string): Promise<Answer<OpenRecord[]>> {
    const knock = this.#knock(visitor, look.use)
    const packed = await readDossier(this.#needs.pools.looks, knock, dossierId, look)
    const answer = answerIn(packed)
    if (answer.outcome === 'no-session') return { outcome: 'no-session' }
    const facts = await this.#facts(answer, knock)
    const can = this.#can(facts)
    const judged = { action: 'read', parts: look.parts }
    if (answer.outcome === 'refused')
      return { outcome: 'refused', facts, can, denial: this.#denial(answer, facts, judged) }
    this.#agree(facts, judged)
    const place = { vault: this.#needs.vault, organisation: facts.organisation, dossierId }
    const value = await recordsIn(rowsIn(packed), place, facts.actor, (id, name) =>
      this.#staffName(facts.organisation, id, name),
    )
    return { outcome: 'opened', facts, can, value }
  }

  async #pass<P extends string, A extends string, I, R>(
    visitor: Visitor,
    act: View<P, A, I, R>,
    input: I,
    knockAt: (tx: Tx, knock: Knock) => Promise<WallAnswer>,
    wholeOrganisation = false,
  ): Promise<Answer<R>> {
    const knock = this.#knock(visitor, act.use)
    return this.#within(visitor, async (tx): Promise<Answer<R>> => {
      const answer = await knockAt(tx, knock)
      if (answer.outcome === 'no-session') return { outcome: 'no-session' }
      const facts = await this.#facts(answer, knock)
      const can = this.#can(facts)
      if (answer.outcome === 'refused')
        return { outcome: 'refused', facts, can, denial: this.#denial(answer, facts, act) }
      const listed = listedOf(answer)
      if (facts.dossierId !== undefined || wholeOrganisation) this.#agree(facts, act)
      for (const { relation, state } of listed) this.#agree({ ...facts, relation, state }, act)
      const opened = Opened[passage]<P, A>({ tx, vault: this.#needs.vault, facts, listed, can })
      return { outcome: 'opened', facts, can, value: await act.run(opened, input) }
    })
  }

  #within<T>(visitor: Visitor, work: (tx: Tx) => Promise<Answer<T>>): Promise<Answer<T>> {
    return this.#signedInHere(visitor, () => inTransaction(this.#needs.pools.app, work))
  }

  /** Whose session is of another organisation is not signed in here; what the transaction did is undone. */
  async #signedInHere<T>(visitor: Visitor, look: () => Promise<Answer<T>>): Promise<Answer<T>> {
    try {
      return await look()
    } catch (error) {
      if (isElsewhere(error, visitor)) return { outcome: 'no-session' }
      throw error
    }
  }

  #knock(visitor: Visitor, use: Purpose): Knock {
    const purpose = this.#purpose(visitor.organisation, use)
    const { organisation, token, accessPoint } = visitor
    return { organisation, token, purpose, trace: randomUUID(), accessPoint }
  }

  #purpose(organisation: string, use: Purpose): string {
    if (typeof use === 'object') return use.purpose
    const purpose = this.#needs.statements.get(organisation)?.facts.uses[use]
    if (purpose === undefined)
      throw new Error(`The statement of ${organisation} names no purpose for ${use}.`)
    return purpose
  }

  /** The purpose, names and keys are those of the organisation where the visitor says to be: with another session nothing may stay. */
  async #facts(answer: WallAnswer, { organisation, purpose }: Knock): Promise<Facts> {
    if (answer.organisation_id !== organisation) throw new SessionElsewhere()
    return factsOf(answer, purpose, await this.#name(answer))
  }

  async #name(answer: WallAnswer): Promise<string | undefined> {
    return answer.sealed_name === null
      ? undefined
      : this.#staffName(answer.organisation_id, answer.actor_id, answer.sealed_name)
  }

  async #staffName(organisation: string, staffId: string, sealed: Buffer): Promise<string> {
    return unsealText(await this.#needs.vault.organisationKey(organisation), sealed, {
      organisation,
      ...STAFF_NAME,
      row: staffId,
    })
  }

  #can(facts: Facts): Opened['can'] {
    return (action, part, { relation = facts.relation, use } = {}) => {
      const purpose = use === undefined ? facts.purpose : this.#purpose(facts.organisation, use)
      return allows(this.#needs.rules, requestOf({ ...facts, relation, purpose }, action, part))
    }
  }

  /** The compiled rules must say what the database said. A difference is a fault: nothing is shown. */
  #agree(facts: Facts, act: { action: string; parts: readonly string[] }): void {
    for (const part of act.parts) {
      if (!allows(this.#needs.rules, requestOf(facts, act.action, part))) {
        throw new Error(
          `The rules and the database disagree about ${act.action} ${part} by ${facts.actor.role}.`,
        )
      }
    }
  }

  #denial(answer: WallAnswer, facts: Facts, act: { action: string; parts: readonly string[] }): Denial {
    const requests = act.parts.map((part) => requestOf(facts, act.action, part))
    const denied = requests.find((request) => !allows(this.#needs.rules, request))
    return {
      reason: isOfTheRules(answer.reason) ? answer.reason : 'no-rule',
      ...(answer.reason === null || isOfTheRules(answer.reason) ? {} : { conflict: answer.reason }),
      hidden: answer.reason === 'no-rule' && facts.relation === 'none',
      action: act.action,
      parts: act.parts,
      clauses: denied ? decide(this.#needs.rules, denied).clauses : [],
      wouldHelp: denied ? explain(this.#needs.rules, denied) : [],
    }
  }
}
