/** Where checks put what they find. */
export type Report = (code: string, where: string, message: string) => void

export function idsOf(members: { id: string }[]): Set<string> {
  return new Set(members.map((member) => member.id))
}

export function unlisted(
  names: readonly string[] | undefined,
  known: Set<string> | readonly string[],
): string[] {
  const set = new Set<string>(known)
  return (names ?? []).filter((name) => !set.has(name))
}

export function includes(list: readonly string[], word: string | undefined): boolean {
  return word !== undefined && list.includes(word)
}
