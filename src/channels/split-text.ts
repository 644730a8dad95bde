/** Cutting a long text into messages that a transport takes. */

/** Where to cut, best first: after a paragraph, a line, a sentence, a word. */
const BREAKS: readonly RegExp[] = [/\n[ \t]*\n\s*/g, /\n\s*/g, /[.!?…]["')\]]?\s+/g, /\s+/g]

/**
 * Cuts `text` into parts of at most `limit` UTF-16 units (Telegram counts these), in order. Prefers the end of a
 * paragraph, then of a line, a sentence, a word; a break counts only in the second half of a part, so that
 * one early blank line does not make many tiny messages. A word longer than a part is cut between characters as
 * people see them, never inside a surrogate pair. White space at the cuts is dropped; nothing else is.
 * An empty or blank text gives no parts. `limit` is at least 2.
 */
export function splitText(text: string, limit: number): string[] {
  if (limit < 2) throw new RangeError(`limit is ${limit}; a part needs at least 2 units`)
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > limit) {
    const cut = cutAt(rest, limit)
    parts.push(rest.slice(0, cut).trimEnd())
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '') parts.push(rest)
  return parts
}

function cutAt(text: string, limit: number): number {
  // One unit more, so that a word ending exactly at the limit is seen to end there.
  const window = text.slice(0, limit + 1)
  for (const pattern of BREAKS) {
    let best = 0
    for (const match of window.matchAll(pattern)) {
      const end = match.index + match[0].trimEnd().length
      if (end <= limit) best = end
    }
    if (best >= limit / 2) return best
  }
  const word = window.search(/\s\S*$/)
  return word > 0 ? word : betweenCharacters(text, limit)
}

function betweenCharacters(text: string, limit: number): number {
  const window = text.slice(0, limit + 64)
  const start = new Intl.Segmenter().segment(window).containing(limit)?.index ?? limit
  if (start > 0) return start
  // One character of more than `limit` units (stacked marks): only the surrogate pair can be kept whole.
  const unit = text.charCodeAt(limit)
  return unit >= 0xdc00 && unit <= 0xdfff ? limit - 1 : limit
}
