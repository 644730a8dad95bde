import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WebChatHarness } from '../support/web-chat-visitor.ts'
import { AS_SCRIPT, createWebChatHarness, ORIGIN } from '../support/web-chat-visitor.ts'

let chat: WebChatHarness
beforeEach(async () => {
  chat = await createWebChatHarness()
})
afterEach(() => chat.channel.stop())

describe('without a script', () => {
  test('a message is stored and the whole conversation is on the page', async () => {
    const siti = chat.visitor()
    expect(await siti.page()).toContain('Tanya gratis.')
    chat.reply = { text: 'Halo Kak.' }
    const first = await siti.post({ text: 'halo', nonce: 'nonce-0001' })
    expect(first.status).toBe(200)
    const second = await siti.post({ text: 'gaji saya', nonce: 'nonce-0002' })
    expect([second.status, second.headers.get('location')]).toEqual([303, '/chat'])
    const page = await siti.page()
    for (const text of ['halo', 'Halo Kak.', 'gaji saya']) expect(page).toContain(text)
    expect(chat.texts()).toEqual(['halo', 'gaji saya'])
    expect(chat.stored[0]?.addresses).toEqual(chat.stored[1]?.addresses)
  })

  test('a browser that takes no cookie still sees its answer', async () => {
    chat.reply = { text: 'Halo Kak.' }
    const page = await (await chat.visitor().post({ text: 'halo' })).text()
    expect(page).toContain('Halo Kak.')
  })

  test('a form sent twice counts once, the same words sent again count again', async () => {
    const siti = chat.visitor()
    await siti.post({ text: '9', nonce: 'nonce-0001' })
    await siti.post({ text: '9', nonce: 'nonce-0001' })
    await siti.post({ text: '9', nonce: 'nonce-0002' })
    await siti.post({ text: '9' })
    await siti.post({ text: '9' })
    expect(chat.texts()).toEqual(['9', '9', '9', '9'])
    expect(new Set(chat.stored.map((message) => message.externalId)).size).toBe(4)
  })

  test('choices of the last answer are buttons, and pressing one is a choice shown by its label', async () => {
    const siti = chat.visitor()
    chat.reply = { text: 'Aman?', choices: [{ id: 'safe:yes', label: 'Aman <1>' }] }
    await siti.post({ text: 'halo' })
    expect(await siti.page()).toContain('<button name="choice" value="safe:yes">1 Aman &lt;1&gt;</button>')
    chat.reply = null
    await siti.post({ choice: 'safe:yes' })
    expect(chat.stored[1]?.content).toEqual({ kind: 'choice', value: 'safe:yes' })
    const page = await siti.page()
    expect(page).toContain('<span class="said">Aman &lt;1&gt;</span>')
    expect(page).not.toContain('<button name="choice"')
  })

  test('an empty message is asked for again', async () => {
    const response = await chat.visitor().post({ text: '  ' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('Tulis pesan dulu')
    expect(chat.stored).toEqual([])
  })
})

describe('with the script', () => {
  test('a message is answered with the new entries, and news come by number', async () => {
    const siti = chat.visitor()
    chat.reply = { text: 'Halo Kak.', choices: [{ id: 'a', label: 'A' }] }
    const sent = (await (await siti.post({ text: 'halo' }, AS_SCRIPT)).json()) as { entries: { number: number; text: string }[] }
    expect(sent.entries.map((entry) => entry.text)).toEqual(['halo', 'Halo Kak.'])
    const last = sent.entries.at(-1)?.number ?? 0
    await chat.say(chat.address(), { text: 'Petugas di sini.' })
    const news = (await (await siti.get(`/chat/baru?after=${last}`)).json()) as { entries: { number: number; text: string }[] }
    expect(news.entries).toMatchObject([{ from: 'assistant', text: 'Petugas di sini.' }])
    expect(news.entries[0]?.number).toBeGreaterThan(last)
  })

  test('a waiting browser hears as soon as a reply comes, and when the channel stops', async () => {
    let waiting = 0
    await chat.restart({
      wait: (_milliseconds, stop) =>
        new Promise((resolve) => {
          waiting += 1
          if (stop.aborted) return resolve()
          stop.addEventListener('abort', () => resolve())
        }),
    })
    const siti = chat.visitor()
    await siti.post({ text: 'halo' }, AS_SCRIPT)
    const address = chat.address()
    const news = siti.get(`/chat/baru?after=${chat.at}`)
    await expect.poll(() => waiting).toBe(1)
    await chat.say(address, { text: 'Jawaban' })
    expect(await (await news).text()).toContain('Jawaban')
    const more = siti.get(`/chat/baru?after=${chat.at + 1000}`)
    await expect.poll(() => waiting).toBe(2)
    await chat.channel.stop()
    expect(await (await more).json()).toEqual({ entries: [] })
  })

  test('nobody reads news without a session', async () => {
    expect((await chat.visitor().get('/chat/baru')).status).toBe(401)
  })
})

describe('replies', () => {
  test('for a session of before a restart wait in its mailbox', async () => {
    const siti = chat.visitor()
    await siti.post({ text: 'halo' })
    const address = chat.address()
    await chat.restart()
    expect((await chat.say(address, { text: 'Jawaban lama' })).status).toBe('sent')
    expect(await siti.page()).toContain('Jawaban lama')
  })

  test('sent again under the same id are shown once', async () => {
    const siti = chat.visitor()
    await siti.post({ text: 'halo' })
    const address = chat.address()
    const message = {
      id: 'same',
      providerId: null,
      address,
      bubble: { text: 'Sekali' },
      safety: false,
      attempt: 1,
      stillAllowed: async () => true,
    }
    const results = [1, 2].map((attempt) => chat.channel.send({ ...message, attempt }, new AbortController().signal))
    const [first, second] = await Promise.all(results)
    expect(first).toEqual(second)
    expect((await siti.page()).split('Sekali')).toHaveLength(2)
  })

  test('to something that is no session are refused', async () => {
    expect(await chat.say('x', { text: 'a' })).toMatchObject({ status: 'refused' })
  })

  test('keep at most a hundred entries a session', async () => {
    const siti = chat.visitor()
    await siti.post({ text: 'halo' })
    for (let index = 0; index < 150; index += 1) await chat.say(chat.address(), { text: `jawaban-${index}.` })
    const page = await siti.page()
    expect(page).not.toContain('jawaban-49.')
    expect(page).toContain('jawaban-50.')
  })

  test('a number alone on its line can be tapped', async () => {
    const siti = chat.visitor()
    chat.reply = { text: 'Telepon ini:\n+62 21 000 000\nlalu 3 kali' }
    await siti.post({ text: 'halo' })
    expect(await siti.page()).toContain('Telepon ini:\n<a href="tel:+6221000000">+62 21 000 000</a>\nlalu 3 kali')
  })
})

describe('the page', () => {
  test('comes with style and script in under 30 KB', async () => {
    const paths = ['/chat', '/chat/gaya.css', '/chat/skrip.js']
    const bodies = await Promise.all(paths.map(async (path) => (await chat.visitor().get(path)).arrayBuffer()))
    const bytes = bodies.reduce((sum, body) => sum + body.byteLength, 0)
    expect(bytes).toBeLessThan(30 * 1024)
  })

  test('loads nothing from elsewhere and runs nothing inline', async () => {
    const response = await chat.visitor().get()
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    const page = await response.text()
    expect(page).not.toMatch(/ on\w+=|<style|style=|<script(?! src)/)
    expect(page.match(/(?:src|href)="https?:/g)).toBeNull()
  })

  test('names its language, its log and its box for screen readers', async () => {
    const page = await chat.visitor().page()
    expect(page).toContain('<html lang="id">')
    expect(page).toMatch(/<div\s+id="log"\s+role="log"\s+aria-live="polite"\s+aria-label="Percakapan"/)
    expect(page).toContain('<label for="text">')
    expect(page).toMatch(/role="alert"/)
  })

  test('the language of the browser goes with the message', async () => {
    await chat.visitor().post({ text: 'halo' }, { origin: ORIGIN, 'accept-language': 'zh-TW,zh;q=0.9' })
    expect(chat.stored[0]?.appLanguage).toBe('zh-TW')
  })
})
