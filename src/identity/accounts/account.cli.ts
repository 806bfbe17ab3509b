import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CliCommand, CliIo } from '../../cli-command.ts'
import { connect, openDatabase, type Pool } from '../../db/index.ts'
import { STAFF_NAME } from '../../door/index.ts'
import { dayInNetherlands, isRefusal, parsePlainDate } from '../../kernel/index.ts'
import { fileKeyProvider, makeVault, seal, unsealText, type Vault } from '../../vault/index.ts'
import { ClientKeyError, makeClientKey, publicClientKey } from '../client-key.ts'
import { insertStaff } from '../first-staff.store.ts'
import { isPublished, staffRows } from './account-cli.store.ts'
import { declareFirst, inviteFirst, liftBlockFirst } from './invitations.ts'

const USAGE = `account first <organisation> <name> <valid until>
    Adds the first administrator of an organisation that has nobody yet, with a secrecy declaration, a certificate of conduct (VOG)
    and a training in handling data with care that you saw, all three valid until that day (2027-12-31). Then: account invite.
account staff <organisation>
    Who works there today: id, function, name.
account invite <organisation> <staff id>
    A link with which this person makes an own account, or makes it anew. It works once, for seven days.
    For the first administrator; after that administrators invite on the staff site. Also for who lost everything to sign in with.
account unblock <organisation> <staff id>
    Lifts a block when nobody is left who may do that on the staff site.
account declare <organisation> <staff id> secrecy|conduct|awareness <valid until>
    Records a secrecy declaration, certificate of conduct (VOG) or training that you saw, from today, when nobody is left who may do
    that on the staff site.
account client-key <file>
    Makes a private key in a new file, for STAFF_CLIENT_KEY_FILE or CLIENT_CLIENT_KEY_FILE, and shows its public half (a JWK) to give
    to the identity provider. Of a key that is there already only the public half is shown.`

type Needs = { owner: Pool; vault: Vault; io: CliIo }

/** `account`: own accounts from the command line, by whoever owns the database. */
export const commands: Record<string, CliCommand> = {
  account: {
    summary: 'who works where; a link for the first administrator to make an own account',
    async run([part, organisation, staffId, third, fourth], io) {
      if (part === 'first' && organisation && staffId && third)
        return withOwner(io, (needs) => addFirst(needs, { organisation, name: staffId, until: third }))
      if (part === 'staff' && organisation) return withOwner(io, (needs) => listStaff(needs, organisation))
      if (part === 'invite' && organisation && staffId)
        return withOwner(io, (needs) => invite(needs, organisation, staffId))
      if (part === 'unblock' && organisation && staffId)
        return withOwner(io, (needs) => unblock(needs, organisation, staffId))
      if (part === 'declare' && organisation && staffId && third && fourth)
        return withOwner(io, (needs) => declare(needs, organisation, { staffId, kind: third, until: fourth }))
      if (part === 'client-key' && organisation) return showClientKey(io, organisation)
      io.err(USAGE)
      return 2
    },
  },
}

type First = { organisation: string; name: string; until: string }

async function addFirst({ owner, vault, io }: Needs, { organisation, name, until }: First): Promise<number> {
  const day = parsePlainDate(until)
  if (
    isRefusal(day) ||
    !(await isPublished(owner, organisation)) ||
    (await staffRows(owner, organisation)).length > 0
  ) {
    io.err(
      `Nobody was added. The organisation must have a published statement (start the program once) and nobody with a role yet, and the last day is written as 2027-12-31.`,
    )
    return 1
  }
  const staffId = randomUUID()
  const key = await vault.organisationKey(organisation)
  await insertStaff(owner, {
    organisation,
    staffId,
    // Own accounts have no subject at an identity provider: a value that nobody can bring.
    subjectKey: randomBytes(32),
    sealedName: seal(key, name, { organisation, ...STAFF_NAME, row: staffId }),
    employer: organisation,
    role: 'administrator',
    since: dayInNetherlands(new Date()),
    until: { secrecy: day, conduct: day, awareness: day },
  })
  io.out(staffId)
  io.err(`Now: account invite ${organisation} ${staffId}`)
  return 0
}

async function invite({ owner, vault, io }: Needs, organisation: string, staffId: string): Promise<number> {
  const known = (await staffRows(owner, organisation)).some(({ staff_id }) => staff_id === staffId)
  const needs = { owner, vault, origin: io.config.staff.url }
  const invited = known ? await inviteFirst(needs, organisation, staffId) : ({ outcome: 'no-staff' } as const)
  if (invited.outcome === 'no-staff') {
    io.err(
      `Nobody with this id works at ${organisation} today with a role. See: account staff ${organisation}`,
    )
    return 1
  }
  io.out(invited.link)
  io.err('Give this link to that person and nobody else. It works once, for seven days.')
  if (!io.config.ownAccounts)
    io.err('Note: STAFF_ISSUER is not "none", so the staff site does not use own accounts now.')
  return 0
}

async function unblock({ owner, vault, io }: Needs, organisation: string, staffId: string): Promise<number> {
  if (await liftBlockFirst({ owner, vault }, organisation, staffId)) {
    io.out('The block is lifted. This stands in the ledger.')
    return 0
  }
  io.err(`Nobody with this id is blocked at ${organisation}.`)
  return 1
}

async function declare(
  { owner, vault, io }: Needs,
  organisation: string,
  what: { staffId: string; kind: string; until: string },
): Promise<number> {
  const day = parsePlainDate(what.until)
  const known = (await staffRows(owner, organisation)).some(({ staff_id }) => staff_id === what.staffId)
  const outcome = isRefusal(day)
    ? 'wrong-period'
    : known
      ? await declareFirst({ owner, vault }, organisation, { ...what, until: day })
      : 'no-staff'
  if (outcome === 'recorded') {
    io.out('It is recorded, from today. This stands in the ledger.')
    return 0
  }
  io.err(
    {
      'no-staff': `Nobody with this id works at ${organisation} today with a role. See: account staff ${organisation}`,
      'unknown-kind': 'What is recorded is one of: secrecy, conduct, awareness.',
      'wrong-period': 'The last day is today or later, written as 2027-12-31.',
    }[outcome],
  )
  return 1
}

async function showClientKey(io: CliIo, path: string): Promise<number> {
  try {
    if (!existsSync(path)) await makeClientKey(path)
    io.out(JSON.stringify(await publicClientKey(path)))
    return 0
  } catch (error) {
    if (!(error instanceof ClientKeyError)) throw error
    io.err(error.message)
    return 1
  }
}

async function listStaff({ owner, vault, io }: Needs, organisation: string): Promise<number> {
  const rows = await staffRows(owner, organisation)
  const key = await vault.organisationKey(organisation)
  for (const { staff_id: row, role, sealed_name } of rows)
    io.out(`${row}  ${role.padEnd(24)} ${unsealText(key, sealed_name, { organisation, ...STAFF_NAME, row })}`)
  if (rows.length > 0) return 0
  io.err(`Nobody works at ${organisation} today.`)
  return 1
}

async function withOwner(io: CliIo, work: (needs: Needs) => Promise<number>): Promise<number> {
  const { config } = io
  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: join(config.dataDir, 'database'),
    migrations: join(config.root, 'migrations'),
  })
  const owner = connect(database.adminUrl, { max: 1, name: 'gestand account' })
  try {
    return await work({ owner, vault: makeVault(fileKeyProvider(join(config.dataDir, 'keys'))), io })
  } finally {
    await owner.end()
    await database.stop()
  }
}
