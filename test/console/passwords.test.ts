import { describe, expect, test } from 'vitest'
import { createPasswords, passwordProblem, TooBusyError } from '../../src/console/passwords.ts'

describe('a new password', () => {
  test.each([
    ['kopi pagi', 'short'],
    ['x'.repeat(129), 'long'],
    ['password2024!', 'common'],
    ['Bismillah123', 'common'],
    ['1234567890', 'common'],
    ['aaaaaaaaaaaa', 'common'],
    ['abcabcabcabc', 'common'],
    ['passwordpassword', 'common'],
    ['TanyaMigran2026', 'name'],
    ['sari.wulandari', 'name'],
  ])('%s is refused as %s', (password, problem) => {
    expect(passwordProblem(password, ['Sari Wulandari', 'Tanya Migran'])).toBe(problem)
  })

  test.each(['kopi pagi di terminal', 'hujan-7-payung', '12 ekor kucing', 'ñandú ñandú 9 k'])(
    '%s is accepted, with no rule about which signs it holds',
    (password) => {
      expect(passwordProblem(password, ['Sari Wulandari', 'Tanya Migran'])).toBeNull()
    },
  )
})

describe('checking a password', () => {
  test('matches the one that was hashed and no other, and never an unknown account', async () => {
    const passwords = createPasswords()
    const stored = await passwords.hash('kopi pagi di terminal')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwords.matches('kopi pagi di terminal', stored)).toBe(true)
    expect(await passwords.matches('kopi pagi di terminaL', stored)).toBe(false)
    expect(await passwords.matches('no account has this password', null)).toBe(false)
  })

  test('accepts the same characters however the keyboard composed them', async () => {
    const passwords = createPasswords()
    const stored = await passwords.hash('caf\u00e9 di pojok')
    expect(await passwords.matches('cafe\u0301 di pojok', stored)).toBe(true)
  })

  test('refuses at once when too many wait, and serves again afterwards', async () => {
    const passwords = createPasswords()
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => passwords.matches('a', null)))
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused.length).toBe(8)
    expect(refused.every((result) => result.reason instanceof TooBusyError)).toBe(true)
    expect(await passwords.matches('a', null)).toBe(false)
  })
})
