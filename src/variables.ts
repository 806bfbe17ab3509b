/** Every variable of the environment that the program reads: what it means, and its value when it is not set. */
export const VARIABLES = {
  GESTAND_DATA: { otherwise: '.data', means: 'folder of the database, the keys and the witness file' },
  DATABASE_URL: {
    otherwise: '',
    means: 'PostgreSQL 15 or newer instead of the embedded one, as a user who may create roles',
    secret: true,
  },
  GESTAND_CONNECTIONS: {
    otherwise: '',
    means:
      'most connections to the database for acts; looks share half as many besides. Two a processor and four at least when not set',
  },
  GESTAND_STATEMENTS: {
    otherwise: 'statements',
    means: 'folder of the statements, a folder an organisation',
  },
  GESTAND_DEMO: {
    otherwise: '1',
    means: '1 fills an empty database with a demonstration neighbourhood; 0 does not',
  },
  GESTAND_LISTEN: { otherwise: '127.0.0.1', means: 'network address that the sites listen on' },
  GESTAND_STAFF_PORT: { otherwise: '3000', means: 'port of the staff site' },
  GESTAND_PORTAL_PORT: { otherwise: '3001', means: 'port of the client portal' },
  GESTAND_PUBLIC_PORT: { otherwise: '3002', means: 'port of the public site and the API' },
  GESTAND_STANDIN_PORT: { otherwise: '3003', means: 'port of the stand-in identity providers' },
  GESTAND_STAFF_URL: {
    otherwise: '',
    means: 'address of the staff site in browsers; http://localhost:<port> when not set',
  },
  GESTAND_PORTAL_URL: { otherwise: '', means: 'address of the client portal in browsers' },
  GESTAND_PUBLIC_URL: { otherwise: '', means: 'address of the public site in browsers' },
  GESTAND_STANDIN_URL: { otherwise: '', means: 'address of the stand-in identity providers in browsers' },
  GESTAND_PROXIES: {
    otherwise: '',
    means:
      'addresses of the reverse proxies before the sites, by commas (10.0.0.5, 10.1.0.0/16); what others say in X-Forwarded-For is not believed',
  },
  WITNESSES: {
    otherwise: '',
    means:
      'further witnesses of the ledger, by commas: folders, or addresses each with its key after a space',
  },
  STAFF_ISSUER: {
    otherwise: '',
    means:
      'OpenID Connect issuer where staff sign in, or none for accounts of our own; the stand-in when not set',
  },
  STAFF_CLIENT_ID: { otherwise: '', means: 'our client id at that issuer' },
  STAFF_CLIENT_SECRET: { otherwise: '', means: 'our client secret at that issuer', secret: true },
  STAFF_CLIENT_KEY_FILE: {
    otherwise: '',
    means: 'file with our private key at that issuer, instead of a secret (private_key_jwt)',
  },
  STAFF_SIGNED_WITH: { otherwise: 'RS256', means: 'how it signs ID tokens: RS256, PS256 or ES256' },
  STAFF_SCOPE: { otherwise: 'openid', means: 'the scopes that we ask of it, with spaces; openid among them' },
  STAFF_SUBJECT_CLAIM: {
    otherwise: 'sub',
    means: 'the claim that names a member of staff; one that is never given to somebody else',
  },
  STAFF_SECOND_FACTOR: {
    otherwise: '',
    means:
      'values of acr or amr that mean a second factor, by commas; https://refeds.org/profile/mfa, mfa, otp and hwk when not set',
  },
  CLIENT_ISSUER: {
    otherwise: '',
    means: 'OpenID Connect issuer (DigiD broker) where clients sign in; the stand-in when not set',
  },
  CLIENT_CLIENT_ID: { otherwise: '', means: 'our client id at that issuer' },
  CLIENT_CLIENT_SECRET: { otherwise: '', means: 'our client secret at that issuer', secret: true },
  CLIENT_CLIENT_KEY_FILE: {
    otherwise: '',
    means: 'file with our private key at that issuer, instead of a secret (private_key_jwt)',
  },
  CLIENT_SIGNED_WITH: { otherwise: 'RS256', means: 'how it signs ID tokens: RS256, PS256 or ES256' },
} satisfies Record<string, { otherwise: string; means: string; secret?: boolean }>

/** The name of a variable that the program reads. */
export type Variable = keyof typeof VARIABLES
