import { describe, expect, test } from 'vitest'
import { openConsole } from '../support/console-harness.ts'

const PAYLOADS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '</textarea><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '\u0002<script>alert(1)</script>\u0003',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  'javascript:alert(1)',
]

/** Tags that would run something: a script not of ours, an element of the payload, an event handler, a script address. */
function liveTags(page: string): string[] {
  return [...page.matchAll(/<[a-z][^>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => {
      const names = tag.replace(/"[^"]*"/g, '""')
      const isOurs = !/^<(script|img|svg)/i.test(tag) || /^<(script src="\/aset\/|img src="\/kanal\/|svg class="icon")/.test(tag)
      return !isOurs || /\s(on\w+|style)=/i.test(names) || /=\s*[^"\s>]/.test(names) || /(href|src|action)="\s*javascript:/i.test(tag)
    })
}

test('the check sees what would run', () => {
  const seen = ['<script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)>', '<a onclick="x">', '<a href="javascript:x">'].map(
    liveTags,
  )
  expect(seen.every((tags) => tags.length === 1)).toBe(true)
})

describe('text that others wrote stays text', () => {
  test.each(PAYLOADS)('%s', async (payload) => {
    const console = await openConsole({
      operatorName: payload,
      cards: () => ({ title: payload, source: payload, address: payload, published: payload, reviewed_on: payload }),
      channels: () => [
        { name: 'telegram', health: { state: 'down', detail: payload, lastMessageInAt: null, lastMessageOutAt: null }, queue: 0 },
      ],
    })
    const { builders } = console
    const id = await builders.conversation({
      pseudonym: payload,
      country: payload,
      hold: 1,
      hold_reason: payload,
      topic: payload as never,
      danger: payload as never,
      rank: 0,
    })
    await builders.message(id, `pencarian ${payload}`, { kind: payload })
    const reason = JSON.stringify({
      topic: payload,
      confidence: 1,
      topics: [],
      cards: [payload],
      triage: { rules: [payload], score: 1, danger: payload },
      source: 'card',
      note: payload,
    })
    const answer = await builders.reply(id, payload, payload as never, { reason })
    await builders.feedback(id, answer, { verdict: 'wrong', text: payload })
    await builders.staffEvent(payload)
    const admin = await console.signedIn('admin', payload)
    for (const address of [
      '/',
      `/percakapan/${id}`,
      `/cari?q=pencarian`,
      `/cari?q=${encodeURIComponent(payload)}`,
      '/kabar',
      '/kanal',
      '/petugas',
      '/akun',
      '/audit',
      `/masuk?lanjut=${encodeURIComponent(payload)}`,
    ]) {
      const response = await admin.get(address)
      const text = await response.text()
      expect(response.status).toBeLessThan(400)
      expect(liveTags(text)).toEqual([])
    }
    expect(await admin.text(`/percakapan/${id}`)).toContain('pencarian')
    const wrong = await console.visitor().post('/masuk', { nama: payload, sandi: 'x', lanjut: payload })
    expect(liveTags(await wrong.text())).toEqual([])
    expect(console.reported).toEqual([])
    await console.close()
  })
})
