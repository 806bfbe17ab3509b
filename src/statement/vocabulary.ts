export { type DataClass, dataClasses, type Part, parts } from '../kernel/index.ts'

/** The words a statement may use for its facts. The JSON Schema holds the same lists; a test keeps them equal. */
export const grounds = [
  'consent',
  'contract',
  'legal-duty',
  'vital-interest',
  'public-task',
  'legitimate-interest',
] as const
export const itemSources = ['client', 'together', 'others', 'organisation'] as const
export const termTriggers = ['receipt', 'last-change', 'report'] as const
export const languages = ['nl', 'en'] as const

export type Ground = (typeof grounds)[number]
export type ItemSource = (typeof itemSources)[number]
export type TermTrigger = (typeof termTriggers)[number]
export type Lang = (typeof languages)[number]
