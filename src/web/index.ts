export { type Assets, buildAssets } from './assets.ts'
export * from './components/index.ts'
export { ForgeryError } from './csrf.ts'
export { dateInFull, dayHeading, plainDay, timeOfDay } from './dates.ts'
export { NotThere, SignInNeeded } from './errors.tsx'
export { emptyForm, type FormAnswer, type FormState, readForm, withError } from './forms.ts'
export { type Language, languageOf } from './language.ts'
export { Page } from './layout.tsx'
export type { LogLine } from './request-log.ts'
export { sameSitePath } from './same-site-path.ts'
export { sendPage } from './send-page.ts'
export { makeSite, type SiteOptions } from './server.ts'
export {
  clearSession,
  cookieOptions,
  csrfToken,
  sessionOrganisation,
  sessionToken,
  setSession,
} from './session-cookie.ts'
export { type Brand, type NavItem, type SignedIn, type SiteName, useView, type View } from './view.ts'
export { catalogue, type Translate } from './words.ts'
