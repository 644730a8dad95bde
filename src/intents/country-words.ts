/** The single words of which the names and places of countries are made, to see what else a message says. */
import type { Country } from '../knowledge/schema.ts'

export function cleanCountryWords(countries: Iterable<Country>): ReadonlySet<string> {
  const words = new Set<string>()
  for (const country of countries)
    for (const form of [...country.names, ...country.nicknames, ...country.misspellings, ...country.cities])
      for (const word of form.toLowerCase().split(/[^\p{L}\p{N}]+/u)) if (word.length > 1 && !COMMON.has(word)) words.add(word)
  return words
}

/** Parts of names that are words of their own: "kota", "negeri", "di". */
const COMMON = new Set([
  'di',
  'kota',
  'negeri',
  'selatan',
  'utara',
  'baru',
  'pulau',
  'tanah',
  'air',
  'kapal',
  'laut',
  'besar',
  'bukit',
  'road',
  'city',
  'park',
  'as',
  'emas',
  'segitiga',
  'port',
  'republik',
  'timur',
  'new',
])
