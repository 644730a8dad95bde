/** A page of answers as a PDF of one A4 sheet, in the fonts that every reader has: a few kB, nothing written to disk. */
import type { Page, PagePart } from './message.ts'

const SIDE = 48
/** A4 in points: 595.28 × 841.89. */
const WIDTH = 595.28 - 2 * SIDE
const BOTTOM = 841.89 - SIDE
/** Points. Smaller than the last cannot be read in print. */
const SIZES = [11, 10, 9, 8, 7] as const
/** Characters of one answer when even the smallest letters are too big for the sheet. */
const CUTS = [400, 250, 150, 80] as const
/** Characters: more than any answer may have, so that laying out never takes long. */
const LONGEST = 1200
/** Blank height for handwriting, as a multiple of the letters. */
const TO_FILL = 1.6

/** What WinAnsi has in 0x80 to 0x9F, besides Latin-1. */
const WINDOWS = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'

/** At most one page, whatever was written. Loads its library on the first call. */
export async function pageFile(page: Page): Promise<Uint8Array> {
  const { default: PDFDocument } = await import('pdfkit')
  const title = printable(page.title)
  const document = new PDFDocument({ size: 'A4', margins: { top: 0, bottom: 0, left: SIDE, right: SIDE }, info: { Title: title } })
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve)
    document.on('error', reject)
  })

  const put = (text: string, font: string, size: number, y: number, isDrawn: boolean): number => {
    document.font(font).fontSize(size)
    const height = document.heightOfString(text, { width: WIDTH })
    if (isDrawn) document.text(text, SIDE, y, { width: WIDTH })
    return y + height
  }
  /** Where the sheet is used up to. */
  const lay = (parts: readonly PagePart[], size: number, isDrawn: boolean): number => {
    let y = put(title, 'Helvetica-Bold', size + 5, SIDE, isDrawn) + size * 0.6
    for (const { label, text, toFill } of parts) {
      if (label !== '') y = put(label, 'Helvetica-Bold', size, y, isDrawn)
      if (toFill) {
        y += size * TO_FILL
        if (isDrawn)
          document
            .moveTo(SIDE, y)
            .lineTo(SIDE + WIDTH, y)
            .lineWidth(0.5)
            .stroke()
        y += size * 0.2
      }
      if (text !== '') y = put(text, toFill ? 'Helvetica-Oblique' : 'Helvetica', toFill ? size - 1 : size, y, isDrawn)
      y += size * 0.5
    }
    return y
  }

  const whole = page.parts.map((part) => ({ ...part, label: printable(part.label), text: printable(part.text).slice(0, LONGEST) }))
  const smallest = SIZES.at(-1)!
  const candidates = [
    ...SIZES.map((size) => ({ parts: whole, size })),
    ...CUTS.map((longest) => ({ parts: whole.map((part) => ({ ...part, text: shortened(part.text, longest) })), size: smallest })),
  ]
  const fitting = candidates.find(({ parts, size }) => lay(parts, size, false) <= BOTTOM) ?? candidates.at(-1)!
  lay(fitting.parts, fitting.size, true)
  document.end()
  await ended
  return Buffer.concat(chunks)
}

/** Line breaks count against the length too: each takes a line. */
function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replaceAll('\n', ' ').trimEnd()}…`
}

/** In the characters of the built-in fonts: letters lose marks that these do not have, other scripts become "?", emoji go. */
export function printable(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Cf}\u{FE0E}\u{FE0F}\u{20E3}]/gu, (one) =>
      isKnown(one) ? one : '',
    )
    .replace(/[^\n]/gu, (one) => (isKnown(one) ? one : plainer(one)))
    .replace(/\?{2,}/g, '?')
    .replace(/ {2,}/g, ' ')
    .trim()
}

function plainer(one: string): string {
  if (/[\s\p{Cc}]/u.test(one)) return ' '
  const base = [...one.normalize('NFKD').replace(/\p{M}/gu, '')]
  return base.map((part) => (isKnown(part) ? part : '?')).join('')
}

function isKnown(one: string): boolean {
  const code = one.codePointAt(0) ?? 0
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff && code !== 0xad) || WINDOWS.includes(one)
}
