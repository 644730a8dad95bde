/** The words and digits that we tell people to write. A message is one of them only as a whole. */
import type { IncomingContent } from '../message.ts'
import { FAMILY_WORDS, type FamilyCommand } from './family-words.ts'

/** A digit answers a menu for six hours; later it is asked back in words. */
export const CHOICE_LASTS = 6 * 3_600_000

export type Command =
  | 'menu'
  | 'help'
  | 'data'
  | 'language'
  | 'english'
  | 'indonesia'
  | 'sources'
  | 'details'
  | 'person'
  | 'helpful'
  | 'wrong'
  | 'contact-plan'
  | 'code-word'
  | 'erase'
  | 'own-data'
  | 'status'
  | 'correct'
  | 'erase-all'
  | 'undo-erase'
  | 'pin'
  | 'remove-pin'
  | 'forgot-pin'
  | 'withdraw-consent'
  | 'keep-nothing'
  | 'keep-again'
  | FamilyCommand
  | 'deposit'
  | 'own-deposit'
  | 'erase-deposit'

/** The whole message is the command; anything longer is a question. */
const WORDS: Readonly<Record<string, Command>> = {
  ...FAMILY_WORDS,
  menu: 'menu',
  mulai: 'menu',
  start: 'menu',
  bantuan: 'help',
  '?': 'help',
  data: 'data',
  'data saya': 'own-data',
  'lihat data saya': 'own-data',
  'my data': 'own-data',
  'show my data': 'own-data',
  status: 'status',
  'status catatan': 'status',
  'status kasus saya': 'status',
  'catatan saya': 'status',
  'my note': 'status',
  'my case': 'status',
  perbaiki: 'correct',
  'perbaiki data': 'correct',
  'perbaiki data saya': 'correct',
  'perbaiki catatan': 'correct',
  'correct note': 'correct',
  'correct my data': 'correct',
  'hapus data saya': 'erase-all',
  'tolong hapus data saya': 'erase-all',
  'hapus semua data': 'erase-all',
  'hapus semua data saya': 'erase-all',
  'hapus semua': 'erase-all',
  'erase my data': 'erase-all',
  'delete my data': 'erase-all',
  'erase everything': 'erase-all',
  'batal hapus': 'undo-erase',
  'tidak jadi hapus': 'undo-erase',
  'undo erase': 'undo-erase',
  pin: 'pin',
  'buat pin': 'pin',
  'pasang pin': 'pin',
  'ganti pin': 'pin',
  'set pin': 'pin',
  'change pin': 'pin',
  'cabut izin': 'withdraw-consent',
  'tarik izin': 'withdraw-consent',
  'cabut izin saya': 'withdraw-consent',
  'withdraw consent': 'withdraw-consent',
  'withdraw my consent': 'withdraw-consent',
  'jangan simpan': 'keep-nothing',
  'jangan disimpan': 'keep-nothing',
  'jangan simpan pesan saya': 'keep-nothing',
  'do not store': 'keep-nothing',
  'do not keep my messages': 'keep-nothing',
  'boleh simpan': 'keep-again',
  'keep messages': 'keep-again',
  'titip data': 'deposit',
  'titip data saya': 'deposit',
  'mau titip data': 'deposit',
  'saya mau titip data': 'deposit',
  'titipkan data': 'deposit',
  'titipkan data saya': 'deposit',
  'nitip data': 'deposit',
  'ganti titipan': 'deposit',
  'leave my data': 'deposit',
  'titipan saya': 'own-deposit',
  'lihat titipan': 'own-deposit',
  'lihat titipan saya': 'own-deposit',
  'my deposit': 'own-deposit',
  'hapus titipan': 'erase-deposit',
  'hapus titipan saya': 'erase-deposit',
  'remove my deposit': 'erase-deposit',
  'hapus pin': 'remove-pin',
  'remove pin': 'remove-pin',
  'lupa pin': 'forgot-pin',
  'pin lupa': 'forgot-pin',
  'lupa pin saya': 'forgot-pin',
  'forgot pin': 'forgot-pin',
  'forgot my pin': 'forgot-pin',
  bahasa: 'language',
  language: 'language',
  english: 'english',
  inggris: 'english',
  'bahasa inggris': 'english',
  indonesia: 'indonesia',
  'bahasa indonesia': 'indonesia',
  sumber: 'sources',
  sumbernya: 'sources',
  'sumbernya apa': 'sources',
  rincian: 'details',
  detail: 'details',
  lengkap: 'details',
  'lebih lengkap': 'details',
  selengkapnya: 'details',
  details: 'details',
  'more details': 'details',
  source: 'sources',
  sources: 'sources',
  petugas: 'person',
  'kontak aman': 'contact-plan',
  'safe contact': 'contact-plan',
  'hapus jejak': 'erase',
  'hapus chat': 'erase',
  'hapus percakapan': 'erase',
  hapus: 'erase',
  'erase chat': 'erase',
  erase: 'erase',
  'kata aman': 'code-word',
  'code word': 'code-word',
  admin: 'person',
  membantu: 'helpful',
  terbantu: 'helpful',
  helpful: 'helpful',
  'sangat membantu': 'helpful',
  salah: 'wrong',
  wrong: 'wrong',
  'not helpful': 'wrong',
  'jawabannya salah': 'wrong',
  'tidak membantu': 'wrong',
  'gak membantu': 'wrong',
}
const SLASH: Readonly<Record<string, Command>> = {
  start: 'menu',
  menu: 'menu',
  bantuan: 'help',
  help: 'help',
  bahasa: 'language',
  data: 'data',
}
const CHOICE_COMMANDS: Readonly<Record<string, Command>> = {
  '0': 'person',
  'feedback:helpful': 'helpful',
  'feedback:wrong': 'wrong',
  'lang:en': 'english',
  'lang:id': 'indonesia',
}

const LONGEST = 40

/** The command that a whole message is; null when it is a question like any other. */
export function commandOf(content: IncomingContent): Command | null {
  switch (content.kind) {
    case 'command':
      return isQuestion(content) ? null : (SLASH[content.name] ?? null)
    case 'choice':
      return CHOICE_COMMANDS[content.value] ?? null
    case 'reaction':
      return /^(?:👍|❤|🙏|👌|💯|😍|🥰)/u.test(content.emoji) ? 'helpful' : content.emoji.startsWith('👎') ? 'wrong' : null
    case 'text':
    case 'edited':
      return wordOf(wholeMessage(content.text))
    default:
      return null
  }
}

/** "pin 4821" is the word with what belongs to it. */
function wordOf(words: string): Command | null {
  return WORDS[words.replace(/^((?:buat |pasang |ganti |set |change )?pin) \d{4,6}$/u, '$1')] ?? null
}

type SlashCommand = Extract<IncomingContent, { kind: 'command' }>

/** A known command with one word behind it at most (`/start` from a link, `/bahasa inggris`) is a command; all else was meant as words. */
function isQuestion(content: SlashCommand): boolean {
  return SLASH[content.name] === undefined || /\s/u.test(content.argument.trim())
}

/** What a message that begins with a stroke says: "/tolong saya dikunci" is a cry for help, not a command that we do not know. */
export function wordsOfCommand(content: SlashCommand): string {
  if (!isQuestion(content)) return ''
  const name = SLASH[content.name] === undefined ? content.name.replaceAll('_', ' ') : ''
  return `${name} ${content.argument}`.trim()
}

function wholeMessage(text: string): string {
  if (text.length > LONGEST) return ''
  const words = text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}? ]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  return words.length > 1 ? words.replace(/ ?\?+$/u, '') : words
}

export function isDangerDigit(content: IncomingContent): boolean {
  return (content.kind === 'choice' && content.value === '9') || (content.kind === 'text' && bareDigit(content.text) === '9')
}

/** "9", "9.", " ９ ", "nomor 9": the digit alone. Null for anything else. */
export function bareDigit(text: string): string | null {
  const match = /^\s{0,4}(?:no\.?|nomor|nomer|angka|pilih)?\s{0,2}([0-9])(?:\uFE0F?\u20E3)?\s{0,2}[.)!]?\s{0,4}$/iu.exec(
    text.slice(0, 40).normalize('NFKC'),
  )
  return match && text.length <= 24 ? (match[1] ?? null) : null
}
