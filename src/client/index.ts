export { caseload, type ListedClient } from './caseload.ts'
export { registerClient } from './register-client.ts'
export { checkRegistration } from './registration.ts'
export { itemsFor } from './registration-form.ts'
