import { expect, test } from 'vitest'
import { HashingBusy, PasswordHasher } from './hashing.ts'

test('a password is checked against its own hash only, and no hash comes twice', async () => {
  const hasher = new PasswordHasher()
  const [one, two] = await Promise.all([
    hasher.hash('fietsen naar de plas'),
    hasher.hash('fietsen naar de plas'),
  ])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await hasher.verify(one, 'fietsen naar de plas')).toBe(true)
  expect(await hasher.verify(one, 'fietsen naar de plaS')).toBe(false)
  expect(await hasher.verify(await hasher.decoy(), 'fietsen naar de plas')).toBe(false)
})

test('never more than two hashes at once, the rest wait in turn, and beyond the queue it says busy at once', async () => {
  const hasher = new PasswordHasher({ atOnce: 2, mostWaiting: 6 })
  let most = 0
  let done = 0
  const watch = setInterval(() => {
    most = Math.max(most, hasher.running)
  }, 1)
  const outcomes = await Promise.allSettled(
    Array.from({ length: 40 }, async () => {
      await hasher.hash('fietsen naar de plas')
      most = Math.max(most, hasher.running)
      done += 1
    }),
  )
  clearInterval(watch)
  expect(most).toBe(2)
  expect(done).toBe(8)
  const refused = outcomes.filter((one) => one.status === 'rejected')
  expect(refused).toHaveLength(32)
  expect(refused.every((one) => one.reason instanceof HashingBusy)).toBe(true)
  expect([hasher.running, hasher.isFull]).toEqual([0, false])
})

test('a hash that fails gives its place back', async () => {
  const hasher = new PasswordHasher({ atOnce: 1, mostWaiting: 2 })
  await Promise.allSettled([hasher.verify('not a hash', 'x'), hasher.verify('not a hash', 'x')])
  expect(hasher.running).toBe(0)
  expect(await hasher.hash('fietsen naar de plas')).toContain('argon2id')
})
