import { describe, expect, it } from 'vitest'
import type { PagePart } from '../src/message.ts'
import { pageFile, printable } from '../src/page-file.ts'
import { readPdf } from './support/read-pdf.ts'

const page = (parts: readonly PagePart[]) => ({ fileName: 'a.pdf', title: 'LAPORAN', caption: '', parts })

describe('a page of answers as a PDF', () => {
  it('holds every answer on one A4 sheet of a few kB', async () => {
    const bytes = await pageFile(
      page([
        { label: 'Nama', text: 'Siti Aminah' },
        { label: 'Majikan', text: 'Cari di paspor.', toFill: true },
      ]),
    )
    expect(readPdf(bytes)).toEqual({ pages: 1, text: 'LAPORAN\nNama\nSiti Aminah\nMajikan\nCari di paspor.' })
    expect(Buffer.from(bytes).toString('latin1')).toContain('/MediaBox [0 0 595.28 841.89]')
    expect(bytes.length).toBeLessThan(5000)
  })

  it('stays one sheet with nine answers as long as may be written, and loses none of them', async () => {
    const parts = Array.from({ length: 9 }, (_, at) => ({ label: `Isian ${at + 1}`, text: `${'kata '.repeat(98)}akhir${at}` }))
    const { pages, text } = readPdf(await pageFile(page(parts)))
    expect(pages).toBe(1)
    for (const at of parts.keys()) expect(text).toContain(`akhir${at}`)
  })

  it('stays one sheet when an answer is nothing but line breaks, and with far more than fits', async () => {
    const many = Array.from({ length: 9 }, () => ({ label: 'Isian', text: 'a\n'.repeat(250) }))
    expect(readPdf(await pageFile(page(many))).pages).toBe(1)
    const wide = Array.from({ length: 20 }, () => ({ label: 'Isian', text: 'W'.repeat(4000) }))
    expect(readPdf(await pageFile(page(wide))).pages).toBe(1)
  })

  it('writes what the built-in letters lack as plainer ones, or as "?", and drops emoji', async () => {
    expect(printable('Şükrü 李小明 😭👩‍👧 “ok” é\tx\u202E')).toBe('Sükrü ? “ok” é x')
    const odd = await pageFile(page([{ label: 'Nama', text: 'محمد \u0000\uD800 😭 ½ ﷺ' }]))
    expect(readPdf(odd).text).toContain('Nama')
  })
})
