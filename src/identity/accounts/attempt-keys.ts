import { createHmac, type KeyObject } from 'node:crypto'
import { isIPv6 } from 'node:net'

/** What the database knows a user name by. */
export function nameKey(indexKey: KeyObject, userName: string): Buffer {
  return keyed(indexKey, 'user-name', userName)
}

/** By which key the tries of a browser that signed in here before are counted: not by those of strangers for the same name. */
export function knownBrowserKey(indexKey: KeyObject, userName: string, browser: string): Buffer {
  return keyed(indexKey, 'known-browser', `${browser}|${userName}`)
}

/** By which key the tries from a network are counted. The address itself is kept nowhere. */
export function networkKey(indexKey: KeyObject, address: string): Buffer {
  return keyed(indexKey, 'network', networkOf(address))
}

/** An IPv4 address, or the first half of an IPv6 address: whoever has one of those has all of them. */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)
  if (mapped?.[1]) return mapped[1]
  if (!isIPv6(bare)) return bare
  const [head = '', tail] = bare.toLowerCase().split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail ? tail.split(':') : []
  const middle = tail === undefined ? [] : Array.from({ length: 8 - front.length - back.length }, () => '0')
  const groups = [...front, ...middle, ...back].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

function keyed(indexKey: KeyObject, kind: string, value: string): Buffer {
  return createHmac('sha256', indexKey)
    .update(`gestand/sign-in/1|${kind.length}:${kind}|${value}`, 'utf8')
    .digest()
}
