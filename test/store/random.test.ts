import { expect, test } from 'vitest'
import { createRandomBytes } from '../../src/store/random.ts'

test('no piece is given twice, also over the end of what was drawn', () => {
  const bytes = createRandomBytes()
  const pieces = Array.from({ length: 5_000 }, () => bytes(12).toString('hex'))
  expect(new Set(pieces).size).toBe(pieces.length)
  expect(pieces.every((piece) => piece.length === 24)).toBe(true)
})

test('a piece that was given is not changed by the next', () => {
  const bytes = createRandomBytes()
  const first = bytes(6)
  const before = first.toString('hex')
  for (let i = 0; i < 2_000; i++) bytes(6)
  expect(first.toString('hex')).toBe(before)
})
