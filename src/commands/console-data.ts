/**
 * Made-up conversations of one year, for measuring the console on a large database: seeded, so that two runs hold the
 * same, and written through the store that the product opens. No word in it is anybody's.
 */
import type { Insertable } from 'kysely'
import { seededRandom } from '../intents/classifier.ts'
import { DANGERS, OUTCOMES, type Topic } from '../message.ts'
import type { ReplyReason } from '../reply-reason.ts'
import type { Database, Write } from '../store/database.ts'
import { createIds } from '../store/ids.ts'
import type { Tables } from '../store/schema.ts'
import { statement } from '../store/writes.ts'

const YEAR = 365 * 86_400_000
/** Numbers count only what is older than a minute. */
const NEWEST = 10 * 60_000
const WRITES_AT_ONCE = 6_000
/** So many people write again and again, all year. */
const REGULARS = 10
/** One word that many wrote and one that hardly anybody did. */
export const COMMON_WORD = 'gaji'
export const RARE_WORD = 'mercusuar'
const RARE_EVERY = 25_000

const QUESTIONS: readonly (readonly [topic: Topic, text: string])[] = [
  ['contract-and-wages', 'gaji saya belum dibayar dua bulan, majikan bilang nanti terus'],
  ['contract-and-wages', 'gaji dipotong agen tujuh bulan apa boleh kak'],
  ['passport-withheld', 'paspor saya ditahan majikan, mau minta bagaimana caranya'],
  ['documents', 'dokumen apa saja yang harus disiapkan sebelum berangkat'],
  ['costs-and-loans', 'biaya berangkat berapa ya, katanya ditanggung tapi diminta bayar'],
  ['check-agency', 'mau tanya cara cek pt ini resmi atau tidak'],
  ['return-home', 'kontrak sudah habis ingin pulang, tiket siapa yang bayar'],
  ['health-and-insurance', 'sakit sudah seminggu tidak boleh ke dokter'],
  ['training', 'pelatihan bahasa gratis di dekat sini ada tidak'],
  ['change-employer', 'boleh pindah majikan sebelum kontrak selesai'],
  ['korea-programme', 'kapan pendaftaran ujian korea dibuka lagi'],
  ['money-home', 'kirim uang ke rumah yang murah lewat apa'],
  ['overstay-and-amnesty', 'izin tinggal mati tiga bulan, dendanya berapa'],
  ['missing-worker', 'adik saya sudah lama tidak ada kabar, harus lapor ke mana'],
]
const PLACES_FIRST = [
  'Suka',
  'Karang',
  'Sido',
  'Wono',
  'Kali',
  'Tanjung',
  'Muara',
  'Ban',
  'Pasir',
  'Gunung',
  'Batu',
  'Rawa',
  'Ci',
  'Sumber',
]
const PLACES_LAST = ['maju', 'sari', 'mulyo', 'rejo', 'jati', 'wangi', 'agung', 'baru', 'lor', 'kidul', 'raya', 'indah', 'tirta', 'dadi']
const ANSWERS = [
  'Gaji harus dibayar paling lambat tiap bulan. Simpan bukti: kontrak, catatan jam kerja, dan chat dengan majikan. Kalau tidak dibayar, hubungi KBRI atau KJRI dan sebutkan nama majikan. Sumber: KP2MI, Apr 2025',
  'Paspor adalah milik Anda. Tidak seorang pun boleh menahannya. Minta baik-baik dulu, lalu hubungi perwakilan. Jangan pergi tanpa tahu ke mana. Sumber: Kemlu, Jan 2025',
  'Nama perusahaan bisa dicek di daftar resmi. Cocokkan nomor izin, alamat, dan negara tujuan. Jangan bayar sebelum ada kontrak. Sumber: KP2MI, Mar 2025',
  'Biaya yang boleh diminta ada di daftar. Yang lain tidak boleh. Minta kuitansi untuk setiap pembayaran. Sumber: KP2MI, Apr 2025',
  'Anda berhak berobat. Bilang kepada majikan dengan tertulis, simpan jawabannya. Kalau sakitnya berat, minta tolong orang terdekat. Sumber: BPJS, Feb 2025',
] as const
const CHANNELS_USED = ['whatsapp', 'whatsapp', 'whatsapp', 'telegram', 'web'] as const
const COUNTRIES = ['MY', 'MY', 'MY', 'HK', 'HK', 'TW', 'TW', 'SA', 'SG', 'KR', 'JP', 'AE', 'BN', null] as const
const LANGUAGES_USED = ['id', 'id', 'id', 'id', 'jv', 'su', 'other'] as const

const storePerson = statement<Insertable<Tables['people']>>((db, values) => db.insertInto('people').values(values))
const storeConversation = statement<Insertable<Tables['conversations']>>((db, values) => db.insertInto('conversations').values(values))
const storeInbox = statement<Insertable<Tables['inbox']>>((db, values) => db.insertInto('inbox').values(values))
const storeOutbox = statement<Insertable<Tables['outbox']>>((db, values) => db.insertInto('outbox').values(values))
const storeMessage = statement<Insertable<Tables['messages']>>((db, values) => db.insertInto('messages').values(values))
const storeTriage = statement<Insertable<Tables['triage_events']>>((db, values) => db.insertInto('triage_events').values(values))
const storeFeedback = statement<Insertable<Tables['feedback']>>((db, values) => db.insertInto('feedback').values(values))
const storeLabel = statement<Insertable<Tables['conversation_labels']>>((db, values) => db.insertInto('conversation_labels').values(values))
const storeMark = statement<Insertable<Tables['marks']>>((db, values) => db.insertInto('marks').values(values))
const storeCase = statement<Insertable<Tables['cases']>>((db, values) => db.insertInto('cases').values(values))

interface Person {
  readonly id: string
  readonly channel: (typeof CHANNELS_USED)[number]
  readonly country: (typeof COUNTRIES)[number]
  readonly language: (typeof LANGUAGES_USED)[number]
  readonly rank: number
}

/**
 * Fills a new database: so many conversations, and ten times as many messages, one half from people and one half answers,
 * until shortly before `now`. A few conversations are as long as those of a year of daily writing. `progress` gets the
 * number of messages stored.
 */
export async function fillDatabase(store: Database, conversations: number, now: number, progress: (done: number) => void): Promise<void> {
  const { db } = store
  const random = seededRandom(20_261_124)
  const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const turns = conversations * 5
  const begin = now - NEWEST - YEAR
  let clock = begin
  const newId = createIds(() => clock)
  const people: Person[] = []
  let writes: Write[] = []
  const keep = async (): Promise<void> => {
    const group = writes
    writes = []
    await store.commit(group)
  }

  const begins = (): Person => {
    const chance = random()
    const rank = chance < 0.0004 ? 0 : chance < 0.003 ? 1 : chance < 0.02 ? 2 : chance < 0.035 ? 3 : chance < 0.1 ? 4 : 5
    const person = { id: newId(), channel: oneOf(CHANNELS_USED), country: oneOf(COUNTRIES), language: oneOf(LANGUAGES_USED), rank }
    const danger = rank === 0 ? oneOf(DANGERS) : null
    const waits = rank <= 2
    writes.push(
      storePerson(db, { id: person.id, pseudonym: `Melati-${1_000_000 + people.length}`, created_at: clock }),
      storeConversation(db, {
        id: person.id,
        person_id: person.id,
        channel: person.channel,
        created_at: clock,
        state: '{}',
        hold: rank === 0 && random() < 0.2 ? 1 : 0,
        urgency: rank === 0 ? 'emergency' : rank === 1 ? 'urgent' : 'routine',
        rank,
        danger,
        crisis_since: rank === 0 ? clock : null,
        waiting_since: waits ? clock : null,
        country: person.country,
        language: person.language,
        topic: oneOf(QUESTIONS)[0],
        outcome: rank === 4 ? 'unknown' : oneOf(OUTCOMES),
        wants_person: 0,
        disliked: rank === 3 ? 1 : 0,
        unsure: rank === 4 ? 1 : 0,
        restricted: 0,
        last_in_at: clock,
        last_out_at: clock,
        staff_read_at: random() < 0.8 ? now : null,
      }),
    )
    if (random() < 0.02)
      writes.push(
        storeLabel(db, {
          conversation_id: person.id,
          label: oneOf(['tunggu kjri', 'kontrak', 'agen', 'keluarga', 'ulang']),
          staff_id: 'made-up',
          at: clock,
        }),
      )
    if (rank === 0 || random() < 0.01) writes.push(...emergency(person, danger ?? oneOf(DANGERS), rank === 0))
    people.push(person)
    return person
  }

  const emergency = (person: Person, danger: (typeof DANGERS)[number], open: boolean): Write[] => [
    storeTriage(db, {
      id: newId(),
      conversation_id: person.id,
      inbox_id: newId(),
      at: clock,
      urgency: 'emergency',
      danger,
      rules: '[]',
      score: 1,
      about: 'self',
      stage: 'receipt',
    }),
    storeCase(db, {
      id: newId(),
      number: `PM-${people.length}`,
      conversation_id: person.id,
      kind: danger,
      lane: 'emergency',
      urgency: 'emergency',
      country: person.country,
      state: open ? 'unread' : 'closed',
      opened_at: clock,
      due_at: clock + 3_600_000,
      closed_at: open ? null : clock + 86_400_000,
      outcome: open ? null : 'safe',
    }),
  ]

  const turn = (number: number, person: Person): void => {
    const [topic, question] = oneOf(QUESTIONS)
    const rare = number % RARE_EVERY === RARE_EVERY - 1 ? ` dekat ${RARE_WORD}` : ''
    const place = `${oneOf(PLACES_FIRST)}${oneOf(PLACES_LAST)}`
    const text = `${question}, saya dari ${place}${rare}`
    const outcome = random() < 0.08 ? ('unknown' as const) : ('answer' as const)
    const reason: ReplyReason = { topic, confidence: 0.9, topics: [], cards: [`${topic}-made-up`], triage: null, source: 'card' }
    const known = {
      conversation_id: person.id,
      channel: person.channel,
      topic,
      country: person.country,
      urgency: 'routine' as const,
      outcome,
    }
    const inboxId = newId()
    const outboxId = newId()
    const answerId = newId()
    const answered = { ...known, reason: JSON.stringify(reason), inbox_id: inboxId, at: clock }
    writes.push(
      storeInbox(db, {
        id: inboxId,
        channel: person.channel,
        external_id: inboxId,
        conversation_id: person.id,
        kind: 'text',
        sent_at: clock,
        received_at: clock,
        backlog: 0,
        priority: 1,
        triage: '{}',
        state: 'handled',
        next_at: clock,
        handled_at: clock,
        attempts: 1,
      }),
      storeMessage(db, { ...answered, id: newId(), direction: 'in', author: 'person', kind: 'text', text, language: person.language }),
      storeOutbox(db, {
        id: outboxId,
        conversation_id: person.id,
        channel: person.channel,
        inbox_id: inboxId,
        kind: 'reply',
        dedupe_key: `${inboxId}:0`,
        state: 'delivered',
        priority: 1,
        provider_id: outboxId,
        attempts: 1,
        next_at: clock,
        created_at: clock,
        question_at: clock,
        sent_at: clock,
      }),
      storeMessage(db, {
        ...answered,
        id: answerId,
        direction: 'out',
        author: 'bot',
        kind: 'reply',
        text: oneOf(ANSWERS),
        outbox_id: outboxId,
      }),
    )
    if (random() < 0.03) {
      const verdict = random() < 0.7 ? ('helpful' as const) : ('wrong' as const)
      writes.push(storeFeedback(db, { id: newId(), conversation_id: person.id, message_id: answerId, verdict, text: null, at: clock }))
    }
    if (random() < 0.02)
      writes.push(
        storeMark(db, { id: newId(), conversation_id: person.id, message_id: answerId, staff_id: 'made-up', verdict: 'right', at: clock }),
      )
  }

  for (let number = 0; number < turns; number++) {
    clock = begin + Math.floor((number / turns) * YEAR)
    const chance = random()
    const person =
      number % 5 === 0
        ? begins()
        : chance < 0.05
          ? people[Math.floor(random() * Math.min(REGULARS, people.length))]!
          : chance < 0.55
            ? people[Math.max(0, people.length - 1 - Math.floor(random() * 200))]!
            : oneOf(people)
    turn(number, person)
    if (writes.length < WRITES_AT_ONCE) continue
    await keep()
    progress(number * 2)
  }
  await keep()
  progress(turns * 2)
}
