import { expect, test } from 'vitest'
import { chooseThreshold, parseBanking, parseClinc } from '../../src/commands/public-data.ts'

test('a category file is read with its quotes, commas, line breaks and doubled quotes', () => {
  const csv = 'text,category\r\nWhere is it?,card_arrival\r\n"I said ""now"", please\nhurry",card_arrival\r\n'
  expect(parseBanking(csv, 'train.csv')).toEqual([
    { text: 'Where is it?', label: 'card_arrival' },
    { text: 'I said "now", please\nhurry', label: 'card_arrival' },
  ])
})

test('another file, or a record without a category, is refused by name', () => {
  expect(() => parseBanking('a,b\n1,2\n', 'train.csv')).toThrow('train.csv: the first line')
  expect(() => parseBanking('text,category\nhello\n', 'train.csv')).toThrow('train.csv: record 2 has no category')
  expect(() => parseClinc('{"train": []}', 'data_full.json')).toThrow('data_full.json: not data_full.json')
})

test('the parts of the intent file keep their own places', () => {
  const json = JSON.stringify({
    train: [['a', 'x']],
    val: [['b', 'x']],
    test: [['c', 'y']],
    oos_val: [['d', 'oos']],
    oos_test: [['e', 'oos']],
  })
  const parts = parseClinc(json, 'data_full.json')
  expect(parts.validation).toEqual([{ text: 'b', label: 'x' }])
  expect(parts.testOutside).toEqual([{ text: 'e', label: 'oos' }])
})

test('the threshold refuses 85 of 100 validation texts out of scope and keeps the surest in scope', () => {
  const outside = Array.from({ length: 100 }, (_, i) => i / 100)
  const inside = [0.5, 0.84, 0.85, 0.99]
  const threshold = chooseThreshold(inside, outside)
  expect(threshold).toBe(0.85)
  expect(outside.filter((sure) => sure < threshold)).toHaveLength(85)
  expect(chooseThreshold([0.1], outside)).toBe(Infinity)
})
