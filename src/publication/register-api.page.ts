import type { FastifyInstance, FastifyReply } from 'fastify'
import { CopySchema } from '../rights/index.ts'
import {
  controllerOf,
  type Entity,
  entitiesOf,
  type PublishedStatement,
  registerOf,
} from '../statement/index.ts'
import { languageOf } from '../web/index.ts'
import { API_VERSION, openApiDocument } from './openapi.ts'
import type { Shelf } from './shelf.ts'

type ApiOptions = { shelf: Shelf; origin: string; statementSchema: string }
type Query = { lang?: string }

/** The register as data, after the draft API of the Dutch government, under the NL GOV rules for APIs. */
export async function addApi(site: FastifyInstance, options: ApiOptions): Promise<void> {
  await site.register(async (scope) => {
    sendApiHeaders(scope)
    addWholeRegister(scope, options.shelf)
    scope.get('/statement.schema.json', (_request, reply) =>
      reply.type('application/schema+json').send(options.statementSchema),
    )
    // What a client's copy of the dossier holds as data; the file names this address.
    scope.get('/dossier-copy.schema.json', (_request, reply) =>
      reply.type('application/schema+json').send(JSON.stringify(CopySchema, null, 2)),
    )
  })
  await site.register(
    async (scope) => {
      sendApiHeaders(scope)
      scope.setNotFoundHandler((_request, reply) => problem(reply, 404, 'Deze bron bestaat niet'))
      scope.get('/openapi.json', async () => openApiDocument(options.origin, await contactOf(options.shelf)))
      addActivities(scope, options.shelf)
      addEntities(scope, options.shelf)
    },
    { prefix: '/v1' },
  )
}

/** NL GOV API design rules: version on every answer, open to scripts of any site; the rest the site sends already. */
function sendApiHeaders(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'api-version': API_VERSION,
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'API-Version',
      'cross-origin-resource-policy': 'cross-origin',
    })
  })
}

function addWholeRegister(scope: FastifyInstance, shelf: Shelf): void {
  scope.get<{ Params: { organisation: string }; Querystring: Query }>(
    '/:organisation/register.json',
    async (request, reply) => {
      const published = await shelf.history(request.params.organisation)
      const current = published.at(-1)
      if (!current) return problem(reply, 404, 'Deze organisatie heeft hier geen register')
      const lang = languageOf(request.query.lang)
      const { facts } = current.statement
      return {
        version: current.version,
        validFrom: `${current.inForceFrom}T00:00:00Z`,
        controller: controllerOf(facts.organisation),
        dataProtectionOfficer: facts.organisation.dataProtectionOfficer,
        region: facts.region,
        processingActivities: registerOf(published, lang)
          .filter(({ entry }) => entry.active)
          .map(({ entry, versions }) => ({ ...entry, currentVersion: versions.at(-1) })),
        entities: entitiesOf(current.statement, lang),
      }
    },
  )
}

function addActivities(scope: FastifyInstance, shelf: Shelf): void {
  type Params = { organisation: string; id: string; version: string }
  const find = async ({ organisation, id }: Params, query: Query) =>
    registerOf(await shelf.history(organisation), languageOf(query.lang)).find(({ entry }) => entry.id === id)

  scope.get<{ Params: Params; Querystring: Query }>(
    '/:organisation/processing_activities/:id',
    async ({ params, query }, reply) => {
      if (!isUuid(params.id)) return problem(reply, 400, 'Het kenmerk is geen UUID')
      return (
        (await find(params, query))?.entry ?? problem(reply, 404, 'Deze verwerkingsactiviteit bestaat niet')
      )
    },
  )
  scope.get<{ Params: Params; Querystring: Query }>(
    '/:organisation/processing_activities/:id/versions/:version',
    async ({ params, query }, reply) => {
      if (!isUuid(params.id)) return problem(reply, 400, 'Het kenmerk is geen UUID')
      if (!/^[1-9]\d{0,5}$/.test(params.version))
        return problem(reply, 400, 'Het versienummer is geen getal vanaf 1')
      const found = await find(params, query)
      const version = found?.versions.find(({ version }) => version === Number(params.version))
      return version ?? problem(reply, 404, 'Deze versie bestaat niet')
    },
  )
}

function addEntities(scope: FastifyInstance, shelf: Shelf): void {
  scope.get<{ Params: { id: string }; Querystring: Query }>(
    '/entities/:id',
    async ({ params, query }, reply) => {
      if (!isUuid(params.id)) return problem(reply, 400, 'Het kenmerk is geen UUID')
      const current = await currentStatements(shelf)
      const entities = current.flatMap(({ statement }): Entity[] =>
        entitiesOf(statement, languageOf(query.lang)),
      )
      return entities.find(({ id }) => id === params.id) ?? problem(reply, 404, 'Deze partij bestaat niet')
    },
  )
}

async function currentStatements(shelf: Shelf): Promise<PublishedStatement[]> {
  const organisations = await shelf.organisations()
  const current = await Promise.all(organisations.map(({ id }) => shelf.inForce(id)))
  return current.filter((statement) => statement !== undefined)
}

/** Questions about the register go to the data protection officer of the (first) organisation that publishes here. */
async function contactOf(shelf: Shelf): Promise<{ name: string; email: string } | undefined> {
  const organisation = (await currentStatements(shelf))[0]?.statement.facts.organisation
  return organisation && { name: organisation.name, email: organisation.dataProtectionOfficer.email }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}

/** An error as RFC 9457 wants it. */
function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  const title = status === 400 ? 'De vraag klopt niet' : 'Niet gevonden'
  return reply.code(status).type('application/problem+json').send(JSON.stringify({ status, title, detail }))
}
