const NAMES = [
  'Melati',
  'Anggrek',
  'Kenanga',
  'Cempaka',
  'Dahlia',
  'Teratai',
  'Seruni',
  'Flamboyan',
  'Bakung',
  'Kamboja',
  'Mawar',
  'Sedap',
  'Tanjung',
  'Wijaya',
  'Lavender',
  'Asoka',
  'Nusa',
  'Merpati',
  'Kutilang',
  'Cendana',
  'Gaharu',
  'Jati',
  'Meranti',
  'Bambu',
  'Kelapa',
  'Padi',
  'Kapas',
  'Randu',
  'Beringin',
  'Mahoni',
  'Pinus',
  'Salak',
] as const

/** "Melati-48213": stable for a person, made from a keyed hash (of their first address, as a rule), telling nothing about them. */
export function pseudonymOf(personHash: string): string {
  const name = NAMES[Number.parseInt(personHash.slice(0, 4), 16) % NAMES.length] ?? NAMES[0]
  return `${name}-${String(Number.parseInt(personHash.slice(4, 14), 16) % 10_000_000).padStart(7, '0')}`
}
