import { createHash } from 'node:crypto'

/** Names the very words of a text: eight hexadecimal digits that change with every letter. */
export function textVersion(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
