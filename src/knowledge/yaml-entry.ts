/** Puts one entry into a list of `knowledge/`, all other entries byte for byte as they were. */
import { yaml } from './yaml.ts'

/** `entry` is a list of that one entry, as a revision holds it. It takes the place of the entry with this id, or goes to the end. */
export function withEntry(list: string, id: string, entry: string): string {
  const { isMap, isSeq, parseDocument } = yaml()
  const { contents } = parseDocument(list)
  const text = `${entry.trimEnd()}\n`
  const items = isSeq(contents) ? contents.items : []
  if (items.length === 0) return list.includes('[]') ? list.replace(/\[\]\s*$/, text) : `${list}${text}`
  const found = items.find((item) => isMap(item) && (item.get('id') as unknown) === id)
  if (!isMap(found) || !found.range) return `${list.trimEnd()}\n\n${text}`
  const start = list.lastIndexOf('\n', found.range[0]) + 1
  const kept = list.slice(start, found.range[1]).trimEnd().length
  return `${list.slice(0, start)}${text.trimEnd()}${list.slice(start + kept)}`
}
