import { afterEach, beforeEach, expect, test } from 'vitest'
import { readPdf } from '../support/read-pdf.ts'
import type { WebChatHarness } from '../support/web-chat-visitor.ts'
import { AS_SCRIPT, createWebChatHarness } from '../support/web-chat-visitor.ts'

const page = { fileName: 'laporan.pdf', title: 'LAPORAN', caption: 'Untuk dicetak.', parts: [{ label: 'Nama', text: 'Siti Aminah' }] }
let chat: WebChatHarness
beforeEach(async () => {
  chat = await createWebChatHarness()
  chat.reply = { text: 'Tanpa PDF.', kept: '[PDF]', page }
})
afterEach(() => chat.channel.stop())

const linkIn = (shown: string) => /href="(\/chat\/berkas\/\d+)"/.exec(shown)?.[1] ?? ''

test('a page is a link under its caption, with a script and without, and comes as a file that nothing keeps', async () => {
  const siti = chat.visitor()
  await siti.post({ text: 'halo' })
  const shown = await siti.page()
  expect(shown).toContain('Untuk dicetak.')
  expect(shown).not.toContain('Tanpa PDF.')
  const updates = (await (await siti.get('/chat/baru?after=0')).json()) as { entries: { file: unknown }[] }
  expect(updates.entries.map(({ file }) => file)).toEqual([null, { name: 'laporan.pdf', path: linkIn(shown) }])
  const response = await siti.get(linkIn(shown))
  expect(readPdf(new Uint8Array(await response.arrayBuffer()))).toEqual({ pages: 1, text: 'LAPORAN\nNama\nSiti Aminah' })
  const headers = ['content-type', 'content-disposition', 'x-content-type-options', 'cache-control'].map((name) =>
    response.headers.get(name),
  )
  expect(headers).toEqual(['application/pdf', 'attachment; filename="laporan.pdf"', 'nosniff', 'no-store'])
})

test('nobody else gets it: another session, no session, a session that was left', async () => {
  const siti = chat.visitor()
  await siti.post({ text: 'halo' })
  const link = linkIn(await siti.page())
  expect((await siti.get(link)).status).toBe(200)
  chat.reply = { text: 'Halo.' }
  const other = chat.visitor('10.0.0.2')
  await other.post({ text: 'halo' }, AS_SCRIPT)
  expect((await other.get(link)).status).toBe(404)
  expect((await chat.visitor('10.0.0.3').get(link)).status).toBe(404)
  expect((await siti.get('/chat/berkas/abc')).status).toBe(404)
  const { cookie } = siti
  await siti.get('/chat/keluar')
  siti.cookie = cookie
  expect((await siti.get(link)).status).toBe(404)
})
