import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WebChatHarness } from '../support/web-chat-visitor.ts'
import { AS_SCRIPT, createWebChatHarness, ORIGIN, SAFETY } from '../support/web-chat-visitor.ts'

let chat: WebChatHarness
beforeEach(async () => {
  chat = await createWebChatHarness()
})
afterEach(() => chat.channel.stop())

describe('when the store refuses', () => {
  test('the person is told, the words stay in the box and nothing looks sent', async () => {
    chat.failing = true
    const response = await chat.visitor().post({ text: 'gaji <belum> dibayar' })
    const page = await response.text()
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(page).toContain('Pesan belum tersimpan, kirim lagi.')
    expect(page).toContain('>gaji &lt;belum&gt; dibayar</textarea>')
    expect(page).not.toContain('class="entry person"')
    expect(page).not.toContain('+62 800 000 0000')
  })

  test('danger gets the safety text from memory', async () => {
    chat.failing = true
    const response = await chat.visitor().post({ text: 'saya dipukul' }, AS_SCRIPT)
    expect(((await response.json()) as { message: string }).message).toBe(`${SAFETY}\n\nPesan belum tersimpan, kirim lagi.`)
  })

  test.each([
    ['a first message without script', { origin: ORIGIN }],
    ['a first message with script', AS_SCRIPT],
  ])('danger already answered from memory by the receiver shows that answer once, to %s', async (_name, headers) => {
    await chat.channel.start({
      now: () => chat.at,
      delivered: async () => undefined,
      report: () => undefined,
      async receive([message]) {
        await chat.say(message?.addresses[0] ?? '', { text: SAFETY })
        throw new Error('disk full')
      },
    })
    const response = await chat.visitor().post({ text: 'saya dipukul' }, headers)
    expect(response.status).toBe(503)
    const shown = await response.text()
    expect(shown.split('+62 800 000 0000')).toHaveLength(2)
    expect(shown).toContain('Pesan belum tersimpan, kirim lagi.')
  })

  test('in the middle of a conversation what was not stored does not stay on the page', async () => {
    const siti = chat.visitor()
    await siti.post({ text: 'pertama' })
    chat.failing = true
    const page = await (await siti.post({ text: 'kedua' })).text()
    expect(page.match(/class="entry person"/g)).toHaveLength(1)
    expect(page).toContain('>kedua</textarea>')
    chat.failing = false
    await siti.post({ text: 'kedua' })
    expect(chat.texts()).toEqual(['pertama', 'kedua'])
  })

  test('a message before the start or after the stop is not lost from the box', async () => {
    await chat.channel.stop()
    const response = await chat.visitor().post({ text: 'halo' })
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('>halo</textarea>')
  })
})

describe('limits', () => {
  test('ten at once, then one every three seconds, with the words kept', async () => {
    const siti = chat.visitor()
    for (let index = 0; index < 10; index += 1) expect((await siti.post({ text: `p${index}` }, AS_SCRIPT)).status).toBe(200)
    const refused = await siti.post({ text: 'lagi <x>' })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3'])
    const page = await refused.text()
    expect(page).toContain('Tunggu 3 detik')
    expect(page).toContain('>lagi &lt;x&gt;</textarea>')
    chat.at += 3000
    expect((await siti.post({ text: 'lagi' }, AS_SCRIPT)).status).toBe(200)
    expect((await siti.post({ text: 'lagi 2' }, AS_SCRIPT)).status).toBe(429)
    expect(chat.stored).toHaveLength(11)
  })

  test('danger passes the limit of the session, of the address and of new sessions', async () => {
    const siti = chat.visitor()
    for (let index = 0; index < 20; index += 1) await siti.post({ text: `p${index}` }, AS_SCRIPT)
    expect((await siti.post({ text: 'saya dipukul' }, AS_SCRIPT)).status).toBe(200)
    for (let index = 0; index < 100; index += 1) await chat.visitor().post({ text: 'halo' }, AS_SCRIPT)
    const before = chat.stored.length
    expect((await chat.visitor().post({ text: 'halo' }, AS_SCRIPT)).status).toBe(429)
    expect((await chat.visitor().post({ text: 'saya dipukul' }, AS_SCRIPT)).status).toBe(200)
    expect(chat.stored).toHaveLength(before + 1)
  })

  test('a check for danger that fails lets the message through', async () => {
    await chat.restart({
      isDanger: () => {
        throw new Error('rules broken')
      },
    })
    const siti = chat.visitor()
    for (let index = 0; index < 15; index += 1) expect((await siti.post({ text: `p${index}` }, AS_SCRIPT)).status).toBe(200)
  })

  test('one address may write for six people, another address is not touched by it', async () => {
    let refused = 0
    for (let person = 0; person < 8; person += 1) {
      const siti = chat.visitor('10.0.0.9')
      for (let index = 0; index < 10; index += 1) if ((await siti.post({ text: `p${index}` }, AS_SCRIPT)).status === 429) refused += 1
    }
    expect(refused).toBe(20)
    expect((await chat.visitor('10.0.0.8').post({ text: 'halo' }, AS_SCRIPT)).status).toBe(200)
  })

  test('new sessions are bounded a minute, those that talk go on', async () => {
    const siti = chat.visitor('10.1.0.1')
    await siti.post({ text: 'halo' }, AS_SCRIPT)
    let taken = 0
    for (let index = 0; index < 100; index += 1) {
      if ((await chat.visitor(`10.2.0.${index}`).post({ text: 'halo' }, AS_SCRIPT)).status === 200) taken += 1
    }
    expect(taken).toBe(59)
    expect((await siti.post({ text: 'lagi' }, AS_SCRIPT)).status).toBe(200)
    chat.at += 60_000
    expect((await chat.visitor('10.3.0.1').post({ text: 'halo' }, AS_SCRIPT)).status).toBe(200)
  })

  test('a body over 64 KB is refused, a long text is cut', async () => {
    expect((await chat.visitor().post({ text: 'a'.repeat(70_000) })).status).toBe(413)
    await chat.visitor().post({ text: 'a'.repeat(20_000) })
    expect(chat.texts()).toEqual(['a'.repeat(8000)])
  })
})
