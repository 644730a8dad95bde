import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mailTarget } from '../../src/alerts/mail.ts'
import { startSmtpDouble, type SmtpDouble } from '../support/smtp-double.ts'

let server: SmtpDouble
beforeEach(async () => {
  server = await startSmtpDouble()
})
afterEach(() => server.close())

const never = new AbortController().signal

describe('alerts by mail', () => {
  it('reach every address, with the first line as the subject', async () => {
    const options = { url: server.url, from: 'tanya@example.org', to: ['jaga@example.org', 'sari@example.org'], level: 'first' } as const
    const target = await mailTarget(options)
    expect(await target.send('PM-7F3K - DARURAT - 0 menit\nhttps://console.example.org/kasus/1', never)).toBe(true)
    expect(server.mails).toHaveLength(1)
    expect(server.mails[0]!.to).toEqual(options.to)
    expect(server.mails[0]!.text).toMatch(/^Subject: PM-7F3K - DARURAT - 0 menit$/m)
    expect(server.mails[0]!.text).toContain('https://console.example.org/kasus/1')
  })

  it('count as not accepted when the server refuses, or is not there', async () => {
    const target = await mailTarget({ url: server.url, from: 'tanya@example.org', to: ['jaga@example.org'], level: 'first' })
    server.refuse(true)
    expect(await target.send('PM-7F3K', never)).toBe(false)
    await server.close()
    expect(await target.send('PM-7F3K', never)).toBe(false)
  })
})
