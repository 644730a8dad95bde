import { expect, test } from 'vitest'
import { withEntry } from '../../src/knowledge/yaml-entry.ts'

const LIST = `# People to call.
- id: one
  name: Satu # kept

- id: two
  name: Dua
  hours: null
# the end
`

test('an entry takes the place of the one with its id, all else stays as it was', () => {
  expect(withEntry(LIST, 'one', '- id: one\n  name: Baru\n')).toBe(LIST.replace('name: Satu # kept', 'name: Baru'))
  expect(withEntry(LIST, 'two', '- id: two\n  name: Baru\n')).toBe(LIST.replace('  name: Dua\n  hours: null\n', '  name: Baru\n'))
})

test('a new entry goes to the end, also of an empty list', () => {
  expect(withEntry(LIST, 'three', '- id: three\n')).toBe(`${LIST}\n- id: three\n`)
  expect(withEntry('# none\n[]\n', 'one', '- id: one\n')).toBe('# none\n- id: one\n')
})
