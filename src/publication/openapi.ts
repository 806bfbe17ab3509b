import { type TSchema, Type } from 'typebox'

export const API_VERSION = '1.0.0'

const uuid = Type.String({ format: 'uuid' })
const dataSubjects =
  'Adult Applicant Citizen Consumer Customer DataSubject Employee GuardianOfHuman Immigrant JobApplicant Member NonCitizen ParentOfHuman Participant Patient Student Subscriber Tourist User Visitor VulnerableHuman'
const legalBases =
  'Consent Contract DataTransferLegalBasis LegalObligation LegitimateInterest OfficialAuthorityOfController PublicInterest VitalInterest'
const operations = 'Copy Disclose Obtain Organise Remove Store Transfer Transform Use'
const legalRoles =
  'DataController DataExporter DataImporter DataProcessor DataProtectionOfficer JointDataControllers ServiceConsumer ServiceProvider ThirdParty'

const oneOf = (words: string) => Type.Enum(words.split(' '))
const Recipient = Type.Object({ legalRole: oneOf(legalRoles), entityId: uuid })

const schemas = {
  ProcessingActivity: Type.Object({ id: uuid, active: Type.Boolean(), latestVersion: Type.Number() }),
  ProcessingActivityVersion: Type.Object({
    name: Type.String(),
    version: Type.Number(),
    validFrom: Type.String({ format: 'date-time' }),
    purpose: Type.String(),
    legalBasis: Type.Array(oneOf(legalBases)),
    articles: Type.Array(Type.String(), { description: 'De wetsartikelen achter de grondslag' }),
    specialCategoryException: Type.Optional(Type.String()),
    dataSubjects: Type.Array(oneOf(dataSubjects)),
    personalData: Type.Object({
      categories: Type.Array(Type.String()),
      retentionPeriod: Type.String({ format: 'duration' }),
    }),
    processingOptions: Type.Array(oneOf(operations)),
    recipients: Type.Optional(Recipient),
    furtherRecipients: Type.Optional(Type.Array(Recipient)),
    measures: Type.Array(
      Type.Object({
        measureType: oneOf('Organisational Technical'),
        measure: Type.String(),
        risks: Type.Array(Type.Object({ assessment: Type.String({ format: 'uri' }) })),
      }),
    ),
  }),
  Entity: Type.Object({
    id: uuid,
    type: oneOf('LegalEntity NaturalPerson Organisation'),
    name: Type.String(),
    address: Type.Optional(Type.String()),
    postalCode: Type.Optional(Type.String()),
    city: Type.Optional(Type.String()),
    country: Type.Optional(Type.String()),
    phonenumber: Type.Optional(Type.String()),
    email: Type.Optional(Type.String({ format: 'email' })),
  }),
  Problem: Type.Object({ status: Type.Number(), title: Type.String(), detail: Type.String() }),
} satisfies Record<string, TSchema>

const organisation = inPath(
  'organisation',
  Type.String(),
  'De organisatie, zoals in het adres van haar privacyverklaring',
)
const activity = inPath('processingActivityId', uuid, 'Het kenmerk van de verwerkingsactiviteit')
const version = inPath(
  'processingActivityVersionNumber',
  Type.Integer({ minimum: 1 }),
  'Het versienummer, vanaf 1',
)
const entity = inPath('entityId', uuid, 'Het kenmerk van de partij')
const language = {
  name: 'lang',
  in: 'query',
  required: false,
  schema: Type.Enum(['nl', 'en']),
  description: 'De taal van namen en doelen; Nederlands als er niets staat',
}

/** The description of the API (OpenAPI 3.1), in Dutch as the NL GOV rules want it. */
export function openApiDocument(
  origin: string,
  contact: { name: string; email: string } | undefined,
): object {
  const get = (id: string, summary: string, schema: keyof typeof schemas, parameters: object[]) => ({
    get: {
      operationId: id,
      summary,
      tags: ['register'],
      parameters: [...parameters, language],
      responses: { 200: answer(schema, 'application/json', summary), ...problems },
    },
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Register van verwerkingsactiviteiten',
      version: API_VERSION,
      description: 'Het register van AVG artikel 30, gemaakt uit de gepubliceerde privacyverklaringen.',
      contact: { name: contact?.name ?? 'Gestand', url: origin, ...(contact && { email: contact.email }) },
    },
    servers: [{ url: `${origin}/v1` }],
    tags: [{ name: 'register', description: 'Verwerkingsactiviteiten en wie erbij betrokken zijn' }],
    paths: {
      '/{organisation}/processing_activities/{processingActivityId}': get(
        'getProcessingActivity',
        'Een verwerkingsactiviteit',
        'ProcessingActivity',
        [organisation, activity],
      ),
      '/{organisation}/processing_activities/{processingActivityId}/versions/{processingActivityVersionNumber}':
        get(
          'getProcessingActivityVersion',
          'Een versie van een verwerkingsactiviteit',
          'ProcessingActivityVersion',
          [organisation, activity, version],
        ),
      '/entities/{entityId}': get('getEntity', 'Een partij', 'Entity', [entity]),
    },
    components: { schemas },
  }
}

const problems = {
  400: answer('Problem', 'application/problem+json', 'De vraag klopt niet'),
  404: answer('Problem', 'application/problem+json', 'Niet gevonden'),
}

function answer(schema: keyof typeof schemas, type: string, description: string) {
  const headers = { 'API-Version': { description: 'De versie van deze API', schema: Type.String() } }
  return { description, headers, content: { [type]: { schema: { $ref: `#/components/schemas/${schema}` } } } }
}

function inPath(name: string, schema: TSchema, description: string) {
  return { name, in: 'path', required: true, schema, description }
}
