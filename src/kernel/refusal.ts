/** The law or the facts say no. Returned, never thrown; the Dutch text is looked up by the code. */
export type Refusal<Code extends string = string> = { readonly refused: Code }

/** Makes a refusal with a code of the caller's own union. */
export function refuse<Code extends string>(code: Code): Refusal<Code> {
  return { refused: code }
}

/** Tells a refusal from a result. */
export function isRefusal(value: unknown): value is Refusal {
  return (
    typeof value === 'object' && value !== null && 'refused' in value && typeof value.refused === 'string'
  )
}

/** For values the program itself made: a refusal there is a fault. Names the code, never the value. */
export function mustBe<T>(value: T): Exclude<T, Refusal> {
  if (isRefusal(value)) throw new Error(`expected a valid value: ${value.refused}`)
  return value as Exclude<T, Refusal>
}
