import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { firstAccountLink, inviteLink } from '../../src/console/accounts.ts'
import { createAudit, verifyAudit } from '../../src/console/audit.ts'
import { runStaffCommand, type StaffCommand } from '../../src/staff-command.ts'
import { openConsole, PASSWORD, type ConsoleHarness } from '../support/console-harness.ts'

const HOUR = 3_600_000

let console: ConsoleHarness

beforeEach(async () => {
  console = await openConsole()
})
afterEach(() => console.close())

const account = { nama: 'Sari', alias: 'Ibu Dewi', sandi: PASSWORD }
const staff = () => console.store.db.selectFrom('staff').selectAll().execute()

describe('the link to the first account', () => {
  test('makes an admin, once, and is gone afterwards', async () => {
    const link = (await firstAccountLink(console.deps))!
    const browser = console.visitor()
    expect(await browser.text(link)).toContain('Buat akun pertama')
    expect((await browser.post(link, account)).status).toBe(303)
    expect((await browser.get('/petugas')).status).toBe(200)
    expect(await staff()).toMatchObject([{ name: 'Sari', alias: 'Ibu Dewi', role: 'admin' }])
    expect((await console.visitor().post(link, { ...account, nama: 'Lain' })).status).toBe(410)
    expect(await firstAccountLink(console.deps)).toBeNull()
  })

  test('is replaced by the next one, and lives 24 hours', async () => {
    const [first, second] = [(await firstAccountLink(console.deps))!, (await firstAccountLink(console.deps))!]
    expect((await console.visitor().get(first)).status).toBe(410)
    expect((await console.visitor().get(second)).status).toBe(200)
    console.pass(24 * HOUR)
    expect((await console.visitor().get(second)).status).toBe(410)
  })

  test('makes one account even when it is used twice at the same time', async () => {
    const link = (await firstAccountLink(console.deps))!
    const answers = await Promise.all(['Satu', 'Dua', 'Tiga'].map((nama) => console.visitor().post(link, { ...account, nama })))
    expect(answers.filter((answer) => answer.status === 303)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 410)).toHaveLength(2)
    expect(await staff()).toHaveLength(1)
    expect(await verifyAudit(console.store.db)).toMatchObject({ intact: true })
  })

  test('is refused over plain http', async () => {
    const link = (await firstAccountLink(console.deps))!
    const answer = await console.visitor({ https: false }).post(link, account)
    expect(answer.status).toBe(403)
    expect(await staff()).toEqual([])
  })

  test('is stored only as a hash', async () => {
    const link = (await firstAccountLink(console.deps))!
    const rows = await console.store.db.selectFrom('staff_links').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(link.split('/').at(-1))
  })

  test('says at each field what is wrong, keeps what was typed and stays usable', async () => {
    const link = (await firstAccountLink(console.deps))!
    const browser = console.visitor()
    const answer = await browser.post(link, { nama: 'Sari', alias: '', sandi: 'Sari2026sari' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('value="Sari"')
    expect(page).toContain('id="alias-problem">Tulis nama dinas')
    expect(page).toContain('id="sandi-problem">Jangan pakai nama Anda')
    expect(page).not.toContain('Sari2026sari')
    expect((await browser.post(link, account)).status).toBe(303)
  })
})

describe('an invitation', () => {
  test('is made by an admin, shown once with the full address, and gives exactly its role', async () => {
    const admin = await console.signedIn('admin')
    const page = await (await admin.post('/petugas/undang', { peran: 'caseworker' })).text()
    const address = /value="(https:\/\/console\.test\/tautan\/[^"]+)"/.exec(page)![1]!
    const browser = console.visitor()
    expect(await browser.text(new URL(address).pathname)).toContain('Anda diundang sebagai pendamping')
    await browser.post(new URL(address).pathname, { ...account, role: 'admin', peran: 'admin' })
    expect((await staff()).find(({ name }) => name === 'Sari')?.role).toBe('caseworker')
    expect(await admin.text('/petugas')).not.toContain('/tautan/')
  })

  test('does not let two people have one name, whatever the case', async () => {
    await console.signedIn('admin', 'Sari')
    const link = await inviteLink(console.deps, createAudit(console.deps), 'viewer', null)
    const answer = await console.visitor().post(link, { ...account, nama: ' SARI ' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Nama ini sudah dipakai')
  })
})

describe('a reset link', () => {
  test('sets a new password, ends every session, and cannot be used for a disabled account', async () => {
    const admin = await console.signedIn('admin')
    const sari = await console.signedIn('viewer', 'Sari')
    const { id } = (await staff()).find(({ name }) => name === 'Sari')!
    const made = await (await admin.post(`/petugas/${id}/tautan`)).text()
    const link = new URL(/value="(https:[^"]+\/tautan\/[^"]+)"/.exec(made)![1]!).pathname
    expect((await console.visitor().post(link, { sandi: 'payung merah di halte' })).status).toBe(303)
    expect((await sari.get('/')).status).toBe(303)
    expect((await console.visitor().post('/masuk', { nama: 'Sari', sandi: PASSWORD })).status).toBe(401)
    expect((await console.visitor().post('/masuk', { nama: 'Sari', sandi: 'payung merah di halte' })).status).toBe(303)
    const again = await (await admin.post(`/petugas/${id}/tautan`)).text()
    await admin.post(`/petugas/${id}/nonaktif`)
    expect((await console.visitor().get(new URL(/value="(https:[^"]+\/tautan\/[^"]+)"/.exec(again)![1]!).pathname)).status).toBe(410)
  })
})

describe('changing one’s own password', () => {
  test('needs the current one, ends other sessions and gives this one a new token', async () => {
    const sari = await console.signedIn('viewer', 'Sari')
    const elsewhere = console.visitor()
    await elsewhere.post('/masuk', { nama: 'Sari', sandi: PASSWORD })
    const before = sari.cookies.get('__Host-sid')
    const wrong = await sari.post('/akun/sandi', { 'sandi-lama': 'bukan yang ini', 'sandi-baru': 'payung merah di halte' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('Kata sandi sekarang tidak cocok')
    const weak = await sari.post('/akun/sandi', { 'sandi-lama': PASSWORD, 'sandi-baru': 'pendek' })
    expect(await weak.text()).toContain('id="sandi-baru-problem">Terlalu pendek')
    const answer = await sari.post('/akun/sandi', { 'sandi-lama': PASSWORD, 'sandi-baru': 'payung merah di halte' })
    expect(answer.headers.get('location')).toBe('/akun?berhasil=sandi')
    expect(sari.cookies.get('__Host-sid')).not.toBe(before)
    expect((await sari.get('/')).status).toBe(200)
    expect((await elsewhere.get('/')).status).toBe(303)
  })
})

describe('disabling', () => {
  test('is refused for the last admin, and can be taken back', async () => {
    const admin = await console.signedIn('admin', 'Sari')
    await console.signedIn('viewer', 'Rina')
    const ids = new Map((await staff()).map(({ name, id }) => [name, id]))
    const refused = await admin.post(`/petugas/${ids.get('Sari')}/nonaktif`)
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('Harus ada satu admin lain')
    await admin.post(`/petugas/${ids.get('Rina')}/nonaktif`)
    expect((await console.visitor().post('/masuk', { nama: 'Rina', sandi: PASSWORD })).status).toBe(401)
    await admin.post(`/petugas/${ids.get('Rina')}/aktif`)
    expect((await console.visitor().post('/masuk', { nama: 'Rina', sandi: PASSWORD })).status).toBe(303)
  })
})

describe('the command line', () => {
  const run = async (command: StaffCommand): Promise<{ code: number; text: string }> => {
    const lines: string[] = []
    const code = await runStaffCommand(
      { store: console.store, now: console.now, address: 'https://kantor.example', print: (line) => void lines.push(line) },
      command,
    )
    return { code, text: lines.join('\n') }
  }

  test('invites with a role and proposes the name', async () => {
    const { code, text } = await run({ action: 'add', name: 'Budi Santoso', role: 'reviewer' })
    expect(code).toBe(0)
    const address = new URL(/https:\S+/.exec(text)![0])
    expect(address.origin).toBe('https://kantor.example')
    const page = await console.visitor().text(`${address.pathname}${address.search}`)
    expect(page).toContain('value="Budi Santoso"')
    expect(page).toContain('penilai')
  })

  test('resets, disables and verifies; refuses with what would be right', async () => {
    await console.signedIn('admin', 'Sari')
    await console.signedIn('viewer', 'Rina')
    expect(await run({ action: 'add', name: 'Baru', role: 'boss' })).toMatchObject({ code: 1, text: expect.stringContaining('caseworker') })
    expect(await run({ action: 'add', name: 'rina', role: 'viewer' })).toMatchObject({
      code: 1,
      text: expect.stringContaining('staff reset'),
    })
    expect(await run({ action: 'reset', name: 'Tono' })).toMatchObject({ code: 1, text: expect.stringContaining('"Rina", "Sari"') })
    expect(await run({ action: 'reset', name: 'Rina' })).toMatchObject({
      code: 0,
      text: expect.stringContaining('https://kantor.example/tautan/'),
    })
    expect(await run({ action: 'disable', name: 'Sari' })).toMatchObject({ code: 1, text: expect.stringContaining('last admin') })
    expect(await run({ action: 'disable', name: 'Rina' })).toMatchObject({ code: 0 })
    expect(await run({ action: 'disable', name: 'Rina' })).toMatchObject({ code: 1 })
    expect(await run({ action: 'reset', name: 'Rina' })).toMatchObject({ code: 1, text: expect.stringContaining('enable') })
    expect(await run({ action: 'audit-verify' })).toMatchObject({ code: 0, text: expect.stringMatching(/intact: \d+ rows/) })
  })
})
