/** A path on this site to go back to, or the given one when it leads anywhere else (open redirect). */
export function sameSitePath(given: unknown, otherwise = '/'): string {
  if (typeof given !== 'string' || given.length > 500) return otherwise
  // Browsers read `\` as `/` and drop tabs and line ends: `/\evil.example` and `/<tab>/evil.example` are other sites.
  if (!/^\/(?![/\\])[\w\-./~%?=&]*$/.test(given)) return otherwise
  const url = new URL(given, 'https://this.invalid')
  return url.origin === 'https://this.invalid' ? url.pathname + url.search : otherwise
}
