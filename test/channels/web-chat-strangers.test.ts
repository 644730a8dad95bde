import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWebChatChannel } from '../../src/channels/web-chat.ts'
import type { WebChatHarness } from '../support/web-chat-visitor.ts'
import { createWebChatHarness, ORIGIN } from '../support/web-chat-visitor.ts'

let chat: WebChatHarness
beforeEach(async () => {
  chat = await createWebChatHarness()
})
afterEach(() => chat.channel.stop())

describe('strangers', () => {
  test.each([
    ['another site by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site', origin: ORIGIN }, 403],
    ['a sister domain', { 'sec-fetch-site': 'same-site', origin: ORIGIN }, 403],
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['neither header', {}, 403],
    ['our page by Sec-Fetch-Site', { 'sec-fetch-site': 'same-origin' }, 200],
    ['our page by Referer in an old browser', { referer: `${ORIGIN}/chat` }, 200],
  ])('a post from %s', async (_name, headers, status) => {
    const response = await chat.visitor().post({ text: 'halo' }, headers)
    expect(response.status).toBe(status)
    expect(chat.stored).toHaveLength(status === 200 ? 1 : 0)
  })

  test('a made-up or changed cookie opens nobody’s conversation', async () => {
    const siti = chat.visitor()
    chat.reply = { text: 'rahasia' }
    await siti.post({ text: 'halo' })
    expect(await siti.page()).toContain('rahasia')
    const other = chat.visitor()
    const forged = siti.cookie.replace(/[^.]+$/, 'A'.repeat(43))
    for (const cookie of [forged, siti.cookie.slice(0, -1), siti.cookie.replace('.', 'x.'), `percakapan=${chat.address()}`]) {
      other.cookie = cookie
      expect(await other.page()).not.toContain('rahasia')
    }
    chat.at += 13 * 3_600_000
    expect(await siti.page()).not.toContain('rahasia')
  })

  test('what people and the assistant write is never markup', async () => {
    const siti = chat.visitor()
    const nasty = '"><script>alert(1)</script><img src=x onerror=y>'
    chat.reply = { text: nasty, choices: [{ id: '"x', label: nasty }] }
    await siti.post({ text: nasty })
    chat.failing = true
    const page = (await siti.page()) + (await (await siti.post({ text: `</textarea>${nasty}` })).text())
    expect(page).not.toMatch(/<script>|<img|<\/textarea><|onerror=y>(?!&|<)/)
    expect(page.match(/<script/g)).toHaveLength(2)
  })

  test('a key shorter than 32 bytes is refused', () => {
    expect(() =>
      createWebChatChannel({ key: Buffer.alloc(31), clientAddress: String, isDanger: Boolean, safetyFromMemory: String, intro: '' }),
    ).toThrow('32')
  })
})

describe('leaving', () => {
  test('the quick exit ends the session, forgets the conversation and leads away', async () => {
    const siti = chat.visitor()
    chat.reply = { text: 'rahasia' }
    await siti.post({ text: 'halo' })
    const old = siti.cookie
    const left = await siti.get('/chat/keluar')
    expect([left.status, left.headers.get('location')]).toEqual([302, 'https://www.google.com/'])
    siti.cookie = old
    expect(await siti.page()).not.toContain('rahasia')
    expect(await chat.say(chat.address(), { text: 'masih di sana?' })).toMatchObject({
      status: 'refused',
      blocked: true,
    })
  })

  test('a foreign page cannot end a conversation', async () => {
    const siti = chat.visitor()
    chat.reply = { text: 'rahasia' }
    await siti.post({ text: 'halo' })
    const headers = { cookie: siti.cookie, 'sec-fetch-site': 'cross-site' }
    const answer = await chat.app.request(`${ORIGIN}/chat/keluar`, { headers })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await siti.page()).toContain('rahasia')
  })

  test('nothing is kept by the browser', async () => {
    const siti = chat.visitor()
    const sent = await siti.post({ text: 'halo' })
    const cookie = sent.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect(cookie).not.toMatch(/Max-Age|Expires|Secure/)
    for (const path of ['/chat', '/chat/gaya.css', '/chat/skrip.js', '/chat/baru', '/chat/keluar']) {
      expect((await siti.get(path)).headers.get('cache-control')).toBe('no-store')
    }
    const overHttps = await chat.app.request('https://chat.example/chat/kirim', {
      method: 'POST',
      body: new URLSearchParams({ text: 'halo' }),
      headers: { origin: 'https://chat.example' },
    })
    expect(overHttps.headers.get('set-cookie')).toContain('Secure')
  })
})
