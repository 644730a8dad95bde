import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HIT_END, HIT_START, searchExpression, searchPage } from '../../src/console/search-query.ts'
import { openConsole, type ConsoleHarness, type Visitor } from '../support/console-harness.ts'

let console: ConsoleHarness
let viewer: Visitor

beforeEach(async () => {
  console = await openConsole()
  viewer = await console.signedIn('viewer')
})
afterEach(() => console.close())

async function found(query: string): Promise<string[]> {
  const { hits } = await searchPage(console.deps.reader, searchExpression(query), null, { isOfRestrictedTeam: false })
  return hits.map((hit) => hit.snippet.replaceAll(HIT_START, '').replaceAll(HIT_END, ''))
}

describe('searching', () => {
  test('finds words and beginnings of words, all of them, newest first, in both sides of a talk', async () => {
    const id = await console.builders.conversation()
    await console.builders.message(id, 'gaji saya belum dibayar')
    await console.builders.message(id, 'gajinya dipotong')
    await console.builders.message(id, 'paspor saya hilang')
    await console.builders.reply(id, 'Gaji harus dibayar tiap bulan.', 'sent')
    expect(await found('gaji')).toEqual(['Gaji harus dibayar tiap bulan.', 'gajinya dipotong', 'gaji saya belum dibayar'])
    expect(await found('gaji bayar')).toEqual([])
    expect(await found('gaji dibay')).toEqual(['Gaji harus dibayar tiap bulan.', 'gaji saya belum dibayar'])
    expect(await found('"saya belum"')).toEqual(['gaji saya belum dibayar'])
    expect(await found('"belum saya"')).toEqual([])
  })

  test('takes every sign for itself: nothing typed is an operator', async () => {
    const id = await console.builders.conversation()
    await console.builders.message(id, 'upah OR gaji NOT cukup')
    await console.builders.message(id, 'gaji saja')
    expect(await found('upah OR paspor')).toEqual([])
    expect(await found('gaji NOT cukup')).toEqual(['upah OR gaji NOT cukup'])
    expect(await found('text:gaji')).toEqual([])
    for (const odd of ['"', '""', '*', 'a*', '^gaji', '(gaji', 'gaji)', "'", ';', '-gaji', 'NEAR(a b)', '\u0000', '{x}:y', '...'])
      await expect(found(odd)).resolves.toBeInstanceOf(Array)
  })

  test('never makes an expression that the store cannot read, whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.stringMatching(/^["*^():+\-{} a-zA-Z]{0,30}$/)),
        async (typed) => {
          await expect(found(typed)).resolves.toBeInstanceOf(Array)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('shows hits marked, with who wrote and a way to the very message', async () => {
    const id = await console.builders.conversation({ pseudonym: 'Melati-4821', country: 'HK' })
    const message = await console.builders.message(id, 'agen minta potongan <b>gaji</b> 7 bulan')
    const page = await viewer.text('/cari?q=gaji')
    expect(page).toContain('&lt;b&gt;<mark>gaji</mark>&lt;/b&gt;')
    expect(page).toContain('Melati-4821')
    expect(page).toContain('Orangnya')
    expect(page).toContain(`href="/percakapan/${id}?pesan=${message}#m-${message}"`)
  })

  test('goes on page by page to the oldest hit', async () => {
    const id = await console.builders.conversation()
    await Promise.all(Array.from({ length: 75 }, (_, index) => console.builders.message(id, `paspor nomor urut ${index}`)))
    const seen: string[] = []
    for (let next: string | undefined = '/cari?q=paspor'; next !== undefined;) {
      const page = await viewer.text(next)
      seen.push(...[...page.matchAll(/nomor urut (\d+)/g)].map(([, index]) => index!))
      next = /<a rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toEqual(Array.from({ length: 75 }, (_, index) => String(74 - index)))
  })

  test('keeps what was typed on the page, and says when nothing was found', async () => {
    const page = await viewer.text('/cari?q=%22tidak+ada%22')
    expect(page).toContain('value="&quot;tidak ada&quot;"')
    expect(page).toContain('Tidak ada pesan dengan')
  })

  test('is noted in the audit trail without the words', async () => {
    await viewer.text('/cari?q=rahasia')
    const rows = await console.store.db.selectFrom('audit').selectAll().where('action', '=', 'searched').execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('rahasia')
  })
})

test('a hit far back opens the page it is on', async () => {
  const id = await console.builders.conversation()
  const ids = await Promise.all(Array.from({ length: 200 }, (_, index) => console.builders.message(id, `pesan ${index}`)))
  const page = await viewer.text(`/percakapan/${id}?pesan=${ids[20]}`)
  expect(page).toContain(`id="m-${ids[20]}"`)
  expect(page).toContain('Ke pesan terbaru')
  expect(page).not.toContain(`id="m-${ids[199]}"`)
  expect(await viewer.text(`/percakapan/${id}?pesan=${ids[195]}`)).toContain(`id="m-${ids[199]}"`)
})
