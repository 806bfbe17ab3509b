import type { PublishedOrganisation, PublishedStatement } from '../statement/index.ts'
import { dateInFull, type Language, NotThere, type View } from '../web/index.ts'
import { type PublicationWords, publicationWords } from './publication.words.ts'
import type { Shelf } from './shelf.ts'

/** What every page about an organisation starts from. */
export type Place = {
  organisation: PublishedOrganisation
  view: View
  language: Language
  t: PublicationWords
  /** An address on this site in the language of the page. */
  to: (path: string) => string
}

/** Finds the organisation of a request, and dresses the page in its name and colours. */
export async function placeOf(shelf: Shelf, view: View, id: string): Promise<Place> {
  const organisation = (await shelf.organisations()).find((known) => known.id === id)
  if (!organisation) throw new NotThere('no such organisation')
  const t = publicationWords(view.language)
  const to = (path: string) => inLanguage(path, view.language)
  const privacy = to(`/${organisation.id}/privacy`)
  return {
    organisation,
    language: view.language,
    t,
    to,
    view: {
      ...view,
      brand: { ...organisation, privacyHref: privacy },
      nav: [
        { href: privacy, label: t('privacy') },
        { href: to(`/${organisation.id}/register`), label: t('register') },
      ],
    },
  }
}

/** Language is a matter of the address here: there is no cookie to keep it in. */
export function inLanguage(path: string, language: Language): string {
  if (language === 'nl') return path
  const [before, anchor] = path.split('#')
  return `${before}?lang=${language}${anchor ? `#${anchor}` : ''}`
}

/** `15 maart 2024`, and for a later edition of that date `15 maart 2024, 2e uitgave`. */
export function versionInWords(version: string, place: { t: PublicationWords; language: Language }): string {
  const [date = version, number] = version.split('.')
  const on = dateInFull(date, place.language)
  return number ? `${on}, ${place.t('edition', { number })}` : on
}

/** The asked version, or a page that is not there. */
export async function versionOf(
  shelf: Shelf,
  organisation: string,
  version: string,
): Promise<PublishedStatement> {
  const found = await shelf.version(organisation, version)
  if (!found) throw new NotThere('no such version')
  return found
}
