import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { groupByLikeness, newestUnanswered } from '../../src/console/questions-query.ts'
import { openConsole, START, type ConsoleHarness } from '../support/console-harness.ts'

let console: ConsoleHarness

beforeEach(async () => {
  console = await openConsole()
})
afterEach(() => console.close())

describe('questions without a sure answer', () => {
  test('stand together when they are alike, the most asked first, each with a way to its place', async () => {
    const viewer = await console.signedIn('viewer')
    const id = await console.builders.conversation()
    const say = (text: string, outcome: 'unknown' | 'choices' | 'answer'): Promise<string> =>
      console.builders.message(id, text, { outcome })
    await say('cara urus visa ke selandia baru', 'unknown')
    await say('beasiswa anak pmi gimana', 'choices')
    const newest = await say('bagaimana cara urus visa ke selandia baru kak', 'choices')
    await say('paspor ditahan majikan', 'answer')
    await console.builders.reply(id, 'Saya belum tahu.', 'sent', { outcome: 'unknown' })
    const page = await viewer.text('/pertanyaan')
    expect(page.indexOf('2 kali')).toBeGreaterThan(0)
    expect(page.indexOf('2 kali')).toBeLessThan(page.indexOf('beasiswa anak'))
    expect(page).toContain(`/percakapan/${id}?pesan=${newest}#m-${newest}`)
    expect(page).not.toContain('paspor ditahan')
    expect(page).not.toContain('Saya belum tahu')
    expect(page).toContain('Dari 3 pertanyaan terbaru')
    expect(page).not.toContain('kasus-uji.jsonl')
  })

  test('are none: the page says so', async () => {
    expect(await (await console.signedIn('reviewer')).text('/pertanyaan')).toContain('Semua terjawab')
  })

  test('are found by an index of their own, and gathered without holding anything up', async () => {
    const { db } = console.store
    const id = await console.builders.conversation()
    const fill = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000)
      insert into messages (id, conversation_id, channel, direction, author, kind, text, at, outcome)
      select printf('m%09d', i), ${id}, 'telegram', 'in', 'person', 'text', 'kata' || (i % 97) || ' lain' || (i % 89) || ' soal visa negara', ${START},
        case when i % 3 = 0 then 'unknown' else 'answer' end from n`
    await console.store.commit([{ query: fill.compile(db) }])
    const questions = await newestUnanswered(db, { isOfRestrictedTeam: false }).execute()
    expect(questions).toHaveLength(300)
    const started = performance.now()
    groupByLikeness(questions)
    expect(performance.now() - started).toBeLessThan(200)
    const path = (await sql<{ file: string }>`select file from pragma_database_list`.execute(db)).rows[0]!.file
    const raw = new SqliteDatabase(path, { readonly: true })
    const query = newestUnanswered(db, { isOfRestrictedTeam: false }).compile()
    const plan = raw.prepare(`explain query plan ${query.sql}`).all(...query.parameters) as { detail: string }[]
    raw.close()
    expect(plan.map(({ detail }) => detail).join('\n')).toMatch(/messages_not_answered/)
  })
})

describe('the audit page', () => {
  test('is filtered by who and what, tells details in words, and proves itself whole', async () => {
    const admin = await console.signedIn('admin', 'Sari')
    await console.signedIn('viewer', 'Rina')
    const { id } = await console.store.db.selectFrom('staff').select('id').where('name', '=', 'Rina').executeTakeFirstOrThrow()
    const rina = await admin.text(`/audit?siapa=${id}`)
    expect(rina.match(/<tr>/g)).toHaveLength(3)
    const links = await admin.text('/audit?tindakan=link-made')
    expect(links).toMatch(/undangan, pembaca/)
    expect(links).not.toContain('purpose')
    expect(links).not.toMatch(/<td[^>]*>membuat akun<\/td>/)
    expect(await admin.text('/audit?periksa=1')).toMatch(/Jejak utuh: \d+ baris/)
    const path = (await sql<{ file: string }>`select file from pragma_database_list`.execute(console.store.db)).rows[0]!.file
    const raw = new SqliteDatabase(path)
    raw.exec(`DROP TRIGGER audit_no_update; UPDATE audit SET detail = 'not json' WHERE number = 2`)
    raw.close()
    const page = await admin.text('/audit?periksa=1')
    expect(page).toContain('baris 2 tidak cocok')
    expect(page).toContain('not json')
  })
})
