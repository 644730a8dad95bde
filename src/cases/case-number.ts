/** Numbers by which people and staff speak of a case: "PM-7F3K". They tell nothing about the person. */
import { randomInt } from 'node:crypto'

/** Without what is misread by eye or ear: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
const ALPHABET = '34679ACDEFGHJKMNPQRTWXY'
const LENGTH = 4
/** So many that one of them is free while half of all numbers are taken, but for once in a million times. */
const CANDIDATES = 20

/** Numbers of which the first that is free is to be taken; the last is a letter longer, for when four are nearly used up. */
export function caseNumbers(): readonly string[] {
  return [...Array.from({ length: CANDIDATES }, () => numberOf(LENGTH)), numberOf(LENGTH + 2)]
}

function numberOf(length: number): string {
  return `PM-${Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`
}

/** A case number as people type it ("pm 7f3k"); null for anything else. */
export function readCaseNumber(text: string): string | null {
  const match = /^\s{0,4}(?:pm)?[\s-]{0,2}([0-9a-z]{4}(?:[0-9a-z]{2})?)\s{0,4}$/iu.exec(text.slice(0, 40))
  const code = match?.[1]?.toUpperCase() ?? ''
  return code !== '' && [...code].every((letter) => ALPHABET.includes(letter)) ? `PM-${code}` : null
}
