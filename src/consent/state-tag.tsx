import { type Language, Tag, type TagKind } from '../web/index.ts'
import { consentWords } from './consent.words.ts'
import type { Life } from './consent-state.ts'

const COLOUR: Partial<Record<Life, TagKind>> = {
  asked: 'due',
  given: 'good',
  withdrawn: 'late',
  expired: 'late',
}

/** Where a consent stands, as a word; the colour only helps. */
export function StateTag({ life, language }: { life: Life; language: Language }) {
  const word = consentWords(language)(life)
  const kind = COLOUR[life]
  return kind ? <Tag kind={kind}>{word}</Tag> : <span class="tag">{word}</span>
}
