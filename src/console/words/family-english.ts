import type { Words } from './words.ts'

export const familyEnglish: Words['family'] = {
  title: 'Relatives who are linked',
  relations: { partner: 'husband or wife', parent: 'parent', other: 'other relative' },
  since: 'since',
  hearsOfCase: 'may hear how far the case is',
  text: 'A relative may be the abuser or the creditor. They hear only the news that this person sends.',
  cut: (pseudonym) => `Cut ${pseudonym}, the relative does not know`,
}
