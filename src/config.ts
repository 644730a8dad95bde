/**
 * The only reader of the environment: text in, a typed Config out, or the list of what is wrong. Every variable
 * is named here once, with its meaning; `.env.example` is compared with this list by a test.
 */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { LOG_LEVELS, type LogLevel } from './log.ts'
import { KEPT_BY_DEFAULT, type Retention } from './conversation/retention.ts'
import type { Operator } from './conversation/texts.ts'

export interface TelegramConfig {
  readonly token: string
  readonly apiRoot: string
  readonly mode: { readonly kind: 'poll' } | { readonly kind: 'webhook'; readonly publicUrl: string; readonly secret: string }
}

export interface WhatsAppWebConfig {
  readonly kind: 'web'
  readonly messagesPerMinute: number
  /** Null: WhatsApp's own server. */
  readonly webSocketUrl: string | null
}

export interface ModelConfig {
  /** Of the OpenAI-compatible server, with its path, without a slash at the end. */
  readonly baseUrl: string
  /** Null for a server that asks for none. */
  readonly apiKey: string | null
  readonly chat: string
  /** Tokens in and out that may be used in a day (UTC). */
  readonly dailyTokens: number
  /** US dollars for a million tokens, by name of the model. */
  readonly prices: ReadonlyMap<string, { readonly in: number; readonly out: number }>
}

export interface WhatsAppCloudConfig {
  readonly kind: 'cloud'
  readonly phoneNumberId: string
  readonly token: string
  readonly appSecret: string
  readonly verifyToken: string
  /** With the version of the API, without a slash at the end. */
  readonly apiRoot: string
  /** Asks a person to write again once the 24 hours are over; null: staff are told instead. */
  readonly template: { readonly name: string; readonly language: string } | null
}

export interface Config {
  readonly staff: { readonly host: string; readonly port: number }
  /** Null: the public pages are on the staff listener. */
  readonly public: { readonly host: string; readonly port: number } | null
  /** The https address under which the outside reaches us; null on a single machine. */
  readonly publicUrl: string | null
  /** Where staff reach the console, without a slash at the end; null: the address of the staff listener. */
  readonly consoleUrl: string | null
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  readonly trustProxy: readonly string[]
  readonly dataFolder: string
  readonly keysFolder: string
  readonly knowledgeFolder: string
  /** Whether staff may change knowledge in the console. */
  readonly knowledgeEditing: boolean
  readonly logLevel: LogLevel
  readonly webChat: boolean
  readonly telegram: TelegramConfig | null
  readonly whatsapp: WhatsAppWebConfig | WhatsAppCloudConfig | null
  readonly operator: Operator
  /** Null: no model, and nothing of it is loaded. */
  readonly model: ModelConfig | null
  /** Folder of the prompts. */
  readonly promptsFolder: string
  /** How long what people wrote is kept, in days. */
  readonly retention: Retention
  /** How many days after its own date a list of agencies answers. */
  readonly agencyListDays: number
  /** Above so many bytes a photo or voice note is not taken. */
  readonly mediaBytes: Readonly<Record<'photo' | 'voice', number>>
  readonly alerts: { readonly repeatMinutes: number; readonly escalateMinutes: number }
  /** The staff group on Telegram, by chat id; null: none. */
  readonly staffChat: string | null
  readonly mail: MailConfig | null
}

export interface MailConfig {
  readonly url: string
  readonly from: string
  readonly to: readonly string[]
  /** Who is written to when nobody took an emergency for long; empty: nobody else. */
  readonly escalationTo: readonly string[]
}

const MEGABYTE = 1024 * 1024
/** The welcome stays under 400 characters. */
const LONGEST_OPERATOR = 40
/** Where OPENAI_API_KEY opens something when no address is given. */
const OPENAI = 'https://api.openai.com/v1'
const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u

export interface Variable {
  readonly name: string
  /** One line, as `.env.example` shows it. */
  readonly meaning: string
  readonly example: string
}

export const VARIABLES: readonly Variable[] = [
  {
    name: 'HOST',
    meaning: 'Address of the staff console. Keep 127.0.0.1 unless a proxy with https stands in front.',
    example: '127.0.0.1',
  },
  { name: 'PORT', meaning: 'Port of the staff console, and of the public pages when PUBLIC_PORT is not set.', example: '3000' },
  { name: 'PUBLIC_HOST', meaning: 'Address of the public listener (webhooks, web chat, health).', example: '127.0.0.1' },
  { name: 'PUBLIC_PORT', meaning: 'Port of the public listener; when set, the public pages leave the staff port.', example: '8080' },
  {
    name: 'PUBLIC_URL',
    meaning: 'The https address under which the outside reaches the public listener.',
    example: 'https://tanya.example.org',
  },
  {
    name: 'CONSOLE_URL',
    meaning: 'The https address under which staff reach the console, when a proxy stands in front; one-time links begin with it.',
    example: 'https://petugas.example.org',
  },
  { name: 'TRUST_PROXY', meaning: 'Addresses of proxies, separated by commas, whose X-Forwarded-For is believed.', example: '127.0.0.1' },
  { name: 'DATA_FOLDER', meaning: 'Folder of the database.', example: 'data' },
  { name: 'KEYS_FOLDER', meaning: 'Folder of the encryption keys. Keep a copy apart from the backups.', example: 'keys' },
  { name: 'KNOWLEDGE_FOLDER', meaning: 'Folder of the knowledge base.', example: 'knowledge' },
  {
    name: 'KNOWLEDGE_EDITING',
    meaning: 'on or off: whether staff change cards, contacts and notices in the console. What they changed before stays served.',
    example: 'on',
  },
  { name: 'RETENTION_DAYS', meaning: 'Ordinary messages are deleted after so many days, 14 to 3650.', example: '90' },
  {
    name: 'RETENTION_CASE_DAYS',
    meaning: 'A case and its conversation are deleted so many days after the case was closed, 14 to 3650.',
    example: '365',
  },
  {
    name: 'RETENTION_DEPOSIT_DAYS',
    meaning: 'What a worker deposited before leaving ("titip data") is deleted after so many days, 90 to 3650.',
    example: '1095',
  },
  {
    name: 'AGENCY_LIST_DAYS',
    meaning:
      'A list of agencies (P3MI) that staff imported answers for so many days after its own date, 1 to 366. Licences are suspended and revoked at any time.',
    example: '31',
  },
  {
    name: 'RETENTION_MEDIA_DAYS',
    meaning: 'Photos and voice notes kept for a case are deleted so many days after they were sent, 1 to 365.',
    example: '30',
  },
  { name: 'MEDIA_PHOTO_MEGABYTES', meaning: 'Largest photo that is taken, 1 to 20.', example: '5' },
  { name: 'MEDIA_VOICE_MEGABYTES', meaning: 'Largest voice note that is taken, 1 to 20.', example: '2' },
  { name: 'LOG_LEVEL', meaning: `How much is logged: ${LOG_LEVELS.join(', ')}.`, example: 'info' },
  { name: 'WEB_CHAT', meaning: 'on or off: the chat page at /chat.', example: 'on' },
  {
    name: 'TELEGRAM_BOT_TOKEN',
    meaning: 'Token of the Telegram bot, from @BotFather. Telegram starts when it is set.',
    example: '123456789:AAExampleExampleExampleExampleExample',
  },
  { name: 'TELEGRAM_MODE', meaning: 'poll (asks Telegram, works anywhere) or webhook (Telegram calls PUBLIC_URL).', example: 'poll' },
  {
    name: 'TELEGRAM_WEBHOOK_SECRET',
    meaning: 'At least 24 letters and digits; needed for TELEGRAM_MODE=webhook.',
    example: 'choose-a-long-random-secret',
  },
  {
    name: 'TELEGRAM_API_ROOT',
    meaning: 'Address of a local Bot API server; leave out for Telegram itself.',
    example: 'https://api.telegram.org',
  },
  {
    name: 'WHATSAPP',
    meaning: 'cloud: the official Cloud API. web: a paired phone (unofficial, see docs/channels.md). Leave out for none.',
    example: 'web',
  },
  {
    name: 'WHATSAPP_MESSAGES_PER_MINUTE',
    meaning: 'At most so many WhatsApp messages a minute through a paired phone, 1 to 60.',
    example: '20',
  },
  {
    name: 'WHATSAPP_WEB_SOCKET_URL',
    meaning: 'Address of the WhatsApp Web socket; leave out for WhatsApp itself.',
    example: 'wss://web.whatsapp.com/ws/chat',
  },
  {
    name: 'WHATSAPP_CLOUD_PHONE_NUMBER_ID',
    meaning: 'For WHATSAPP=cloud: id of the phone number (not the number), from API setup in the Meta app.',
    example: '106540352242922',
  },
  {
    name: 'WHATSAPP_CLOUD_TOKEN',
    meaning: 'For WHATSAPP=cloud: access token of a system user with whatsapp_business_messaging, that does not expire.',
    example: 'EAAExampleExampleExampleExampleExample',
  },
  {
    name: 'WHATSAPP_CLOUD_APP_SECRET',
    meaning: 'For WHATSAPP=cloud: app secret, from Basic settings of the Meta app; proves that a webhook comes from Meta.',
    example: '0123456789abcdef0123456789abcdef',
  },
  {
    name: 'WHATSAPP_CLOUD_VERIFY_TOKEN',
    meaning: 'For WHATSAPP=cloud: 16 or more letters and digits of your choice, typed into the Meta app beside PUBLIC_URL/whatsapp.',
    example: 'choose-a-long-random-word',
  },
  {
    name: 'WHATSAPP_CLOUD_TEMPLATE',
    meaning:
      'For WHATSAPP=cloud: approved template, name/language, that asks a person to write again after 24 hours. See docs/channels.md.',
    example: 'masih_perlu_dibalas/id',
  },
  {
    name: 'WHATSAPP_CLOUD_API_ROOT',
    meaning: 'Address and version of the Cloud API; leave out for the version this program was written for.',
    example: 'https://graph.facebook.com/v24.0',
  },
  {
    name: 'TELEGRAM_STAFF_CHAT',
    meaning: 'Chat id of the private Telegram group where staff are alerted; the bot must be a member.',
    example: '-1001234567890',
  },
  {
    name: 'SMTP_URL',
    meaning: 'Mail server for alerts to staff by e-mail, with name and password.',
    example: 'smtps://name:password@smtp.example.org:465',
  },
  { name: 'ALERT_MAIL_FROM', meaning: 'Sender of alerts by e-mail.', example: 'tanya@example.org' },
  { name: 'ALERT_MAIL_TO', meaning: 'Who is alerted by e-mail, separated by commas.', example: 'jaga@example.org' },
  {
    name: 'ALERT_MAIL_ESCALATION_TO',
    meaning: 'Who else is written to when nobody took an emergency for long.',
    example: 'kepala@example.org',
  },
  { name: 'ALERT_REPEAT_MINUTES', meaning: 'An alert comes again after so many minutes until the case is taken, 1 to 120.', example: '10' },
  {
    name: 'ALERT_ESCALATE_MINUTES',
    meaning: 'An emergency that nobody took for so many minutes is escalated, 1 to 1440.',
    example: '30',
  },
  {
    name: 'OPERATOR_NAME',
    meaning: 'The office that stands behind this assistant; people are told. Without it they are told that none does.',
    example: 'BP3MI Contoh',
  },
  { name: 'OPERATOR_PHONE', meaning: 'The phone of that office.', example: '+62 21 555 0100' },
  { name: 'OPERATOR_SHARES_WITH', meaning: 'With whom the operator may share what people write.', example: 'KP2MI' },
  {
    name: 'OPERATOR_MUST_REPORT',
    meaning: 'What the operator must report by law, and to whom.',
    example: 'perdagangan orang, ke kepolisian',
  },
  {
    name: 'OPERATOR_LEGAL_BASIS',
    meaning: 'On which legal basis of UU 27/2022 the operator keeps ordinary messages, in Indonesian; people are told under "data".',
    example: 'tugas pelayanan publik',
  },
  { name: 'OPERATOR_NOT_POLICE', meaning: 'yes: people are told that the operator is neither police nor immigration.', example: 'yes' },
  {
    name: 'MODEL_CHAT',
    meaning: 'Name of a chat model that rewords answers; see docs/model.md. Without it no model is used and none is loaded.',
    example: 'qwen2.5-7b-instruct',
  },
  {
    name: 'OPENAI_BASE_URL',
    meaning: 'Address of the OpenAI-compatible server of the model; leave out for OpenAI itself.',
    example: 'http://127.0.0.1:8080/v1',
  },
  { name: 'OPENAI_API_KEY', meaning: 'Key of that server; a local one mostly needs none.', example: 'sk-example' },
  { name: 'MODEL_DAILY_TOKENS', meaning: 'Tokens the model may use in a day; then the assistant goes on without it.', example: '1000000' },
  {
    name: 'MODEL_PRICES',
    meaning: 'US dollars for a million tokens in and out, by model, separated by commas: to count the cost.',
    example: 'qwen2.5-7b-instruct=0.10/0.30',
  },
  { name: 'PROMPTS_FOLDER', meaning: "Folder of the model's prompts.", example: 'prompts' },
]

/** The configuration cannot be used. `problems` holds one sentence each: the variable, what is wrong, what would be right. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** Reads a plain object such as `process.env`. Empty text counts as not set. Throws ConfigError. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = []
  const get = (name: string): string | null => {
    if (!VARIABLES.some((variable) => variable.name === name)) throw new Error(`${name} is read but not listed`)
    const value = environment[name]?.trim()
    return value === undefined || value === '' ? null : value
  }
  const oneOf = <Value extends string>(name: string, values: readonly Value[], fallback: Value): Value => {
    const value = get(name)
    if (value === null) return fallback
    if ((values as readonly string[]).includes(value)) return value as Value
    problems.push(`${name} is "${value}", must be one of: ${values.join(', ')}`)
    return fallback
  }
  const whole = (name: string, fallback: number, low: number, high: number): number => {
    const value = get(name)
    if (value === null) return fallback
    const number = Number(value)
    if (/^\d+$/u.test(value) && number >= low && number <= high) return number
    problems.push(`${name} is "${value}", must be a whole number from ${low} to ${high}`)
    return fallback
  }
  const url = (name: string, protocols: readonly string[]): string | null => {
    const value = get(name)
    if (value === null) return null
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value.replace(/\/+$/u, '')
    problems.push(`${name} is not an address starting with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`)
    return null
  }

  const publicUrl = url('PUBLIC_URL', ['https:', 'http:'])
  const publicPort = get('PUBLIC_PORT') === null ? null : whole('PUBLIC_PORT', 8080, 1, 65_535)
  const port = whole('PORT', 3000, 0, 65_535)
  if (publicPort !== null && publicPort === port) problems.push('PUBLIC_PORT is the same as PORT, choose another one or leave it out')
  const trustProxy = (get('TRUST_PROXY') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  for (const part of trustProxy)
    if (isIP(part) === 0) problems.push(`TRUST_PROXY has "${part}", must be IP addresses separated by commas, such as 127.0.0.1`)
  if (publicUrl?.startsWith('http:') === true && !LOOPBACK.test(new URL(publicUrl).hostname))
    problems.push('PUBLIC_URL starts with http://, must be the https:// address of the proxy in front')
  const consoleUrl = url('CONSOLE_URL', ['https:', 'http:'])
  if (consoleUrl?.startsWith('http:') === true && !LOOPBACK.test(new URL(consoleUrl).hostname))
    problems.push('CONSOLE_URL starts with http://, must be the https:// address of the proxy in front')
  if (consoleUrl !== null && new URL(consoleUrl).href !== `${new URL(consoleUrl).origin}/`)
    problems.push('CONSOLE_URL has a path, must be the bare address, such as https://petugas.example.org: the console has no prefix')
  const operatorName = get('OPERATOR_NAME')
  if (operatorName !== null && operatorName.length > LONGEST_OPERATOR)
    problems.push(
      `OPERATOR_NAME has ${operatorName.length} characters, must have at most ${LONGEST_OPERATOR}: the first message names it and stays short`,
    )
  const [dataFolder, keysFolder] = [get('DATA_FOLDER') ?? 'data', get('KEYS_FOLDER') ?? 'keys']
  if (`${resolve(keysFolder)}/`.startsWith(`${resolve(dataFolder)}/`))
    problems.push('KEYS_FOLDER is inside DATA_FOLDER, must be a folder apart: a copy of the data must never hold the keys')

  const model = readModel()
  const config: Config = {
    staff: { host: get('HOST') ?? '127.0.0.1', port },
    public: publicPort === null ? null : { host: get('PUBLIC_HOST') ?? '127.0.0.1', port: publicPort },
    publicUrl,
    consoleUrl,
    trustProxy,
    dataFolder,
    keysFolder,
    knowledgeFolder: get('KNOWLEDGE_FOLDER') ?? 'knowledge',
    knowledgeEditing: oneOf('KNOWLEDGE_EDITING', ['on', 'off'], 'on') === 'on',
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    webChat: oneOf('WEB_CHAT', ['on', 'off'], 'on') === 'on',
    telegram: readTelegram(),
    whatsapp: readWhatsApp(),
    // Under a fortnight, a message that a channel hands over again could count as new.
    retention: {
      ordinaryDays: whole('RETENTION_DAYS', KEPT_BY_DEFAULT.ordinaryDays, 14, 3_650),
      caseDays: whole('RETENTION_CASE_DAYS', KEPT_BY_DEFAULT.caseDays, 14, 3_650),
      depositDays: whole('RETENTION_DEPOSIT_DAYS', KEPT_BY_DEFAULT.depositDays, 90, 3_650),
      mediaDays: whole('RETENTION_MEDIA_DAYS', KEPT_BY_DEFAULT.mediaDays, 1, 365),
    },
    // Telegram gives a bot no file above 20 MB.
    mediaBytes: { photo: whole('MEDIA_PHOTO_MEGABYTES', 5, 1, 20) * MEGABYTE, voice: whole('MEDIA_VOICE_MEGABYTES', 2, 1, 20) * MEGABYTE },
    agencyListDays: whole('AGENCY_LIST_DAYS', 31, 1, 366),
    alerts: { repeatMinutes: whole('ALERT_REPEAT_MINUTES', 10, 1, 120), escalateMinutes: whole('ALERT_ESCALATE_MINUTES', 30, 1, 1_440) },
    staffChat: readStaffChat(),
    mail: readMail(),
    operator: {
      name: operatorName,
      phone: get('OPERATOR_PHONE'),
      sharesWith: get('OPERATOR_SHARES_WITH'),
      mustReport: get('OPERATOR_MUST_REPORT'),
      legalBasis: get('OPERATOR_LEGAL_BASIS'),
      notPolice: oneOf('OPERATOR_NOT_POLICE', ['yes', 'no'], 'no') === 'yes',
      model: model === null || LOOPBACK.test(new URL(model.baseUrl).hostname) ? null : new URL(model.baseUrl).hostname,
    },
    model,
    promptsFolder: get('PROMPTS_FOLDER') ?? 'prompts',
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config

  function readTelegram(): TelegramConfig | null {
    const token = get('TELEGRAM_BOT_TOKEN')
    const mode = oneOf('TELEGRAM_MODE', ['poll', 'webhook'], 'poll')
    const secret = get('TELEGRAM_WEBHOOK_SECRET')
    const apiRoot = url('TELEGRAM_API_ROOT', ['https:', 'http:']) ?? 'https://api.telegram.org'
    if (token === null) {
      if (get('TELEGRAM_MODE') === 'webhook')
        problems.push('TELEGRAM_MODE is webhook but TELEGRAM_BOT_TOKEN is not set, copy the token from @BotFather')
      return null
    }
    if (!/^\d{6,12}:[\w-]{30,}$/u.test(token))
      problems.push(
        'TELEGRAM_BOT_TOKEN does not look like a bot token, copy it whole from @BotFather: digits, a colon, about 35 letters and digits',
      )
    if (mode === 'poll') return { token, apiRoot, mode: { kind: 'poll' } }
    if (publicUrl === null)
      problems.push('TELEGRAM_MODE is webhook but PUBLIC_URL is not set, write the https address that Telegram can reach')
    if (secret === null || !/^[\w-]{24,200}$/u.test(secret))
      problems.push('TELEGRAM_WEBHOOK_SECRET must have 24 to 200 letters, digits, - or _ when TELEGRAM_MODE is webhook')
    return { token, apiRoot, mode: { kind: 'webhook', publicUrl: publicUrl ?? '', secret: secret ?? '' } }
  }

  function readModel(): ModelConfig | null {
    const chat = get('MODEL_CHAT')
    const baseUrl = url('OPENAI_BASE_URL', ['https:', 'http:'])
    const apiKey = get('OPENAI_API_KEY')
    const dailyTokens = whole('MODEL_DAILY_TOKENS', 1_000_000, 1, 1_000_000_000)
    const prices = readPrices()
    if (chat === null) return null
    if (baseUrl === null && apiKey === null)
      problems.push(
        'MODEL_CHAT is set but neither OPENAI_BASE_URL nor OPENAI_API_KEY is, write the address of a server or the key for OpenAI',
      )
    return { baseUrl: baseUrl ?? OPENAI, apiKey, chat, dailyTokens, prices }
  }

  function readPrices(): ModelConfig['prices'] {
    const prices = new Map<string, { readonly in: number; readonly out: number }>()
    for (const part of (get('MODEL_PRICES') ?? '').split(',').filter((each) => each.trim() !== '')) {
      const match = /^\s*(\S+)=(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)\s*$/u.exec(part)
      if (match) prices.set(match[1]!, { in: Number(match[2]), out: Number(match[3]) })
      else problems.push(`MODEL_PRICES has "${part.trim()}", must be a model, =, the price in, /, the price out, such as name=0.10/0.30`)
    }
    return prices
  }

  function readStaffChat(): string | null {
    const chat = get('TELEGRAM_STAFF_CHAT')
    if (chat === null) return null
    if (!/^-\d{5,20}$/u.test(chat))
      problems.push('TELEGRAM_STAFF_CHAT must be the id of a group: a minus and digits, such as -1001234567890')
    else if (get('TELEGRAM_BOT_TOKEN') === null)
      problems.push('TELEGRAM_STAFF_CHAT is set but TELEGRAM_BOT_TOKEN is not, copy the token from @BotFather')
    return chat
  }

  function readMail(): MailConfig | null {
    const server = url('SMTP_URL', ['smtps:', 'smtp:'])
    const addresses = (name: string): string[] => {
      const all = (get(name) ?? '').split(',').map((part) => part.trim())
      const given = all.filter((part) => part !== '')
      if (given.some((part) => !/^[^@\s]+@[^@\s]+$/u.test(part))) problems.push(`${name} must be e-mail addresses separated by commas`)
      return given
    }
    const [from, to, escalationTo] = [addresses('ALERT_MAIL_FROM'), addresses('ALERT_MAIL_TO'), addresses('ALERT_MAIL_ESCALATION_TO')]
    if (server === null) {
      if (to.length + escalationTo.length > 0 && get('SMTP_URL') === null)
        problems.push('ALERT_MAIL_TO is set but SMTP_URL is not, write the mail server')
      return null
    }
    if (from.length !== 1 || to.length === 0) {
      problems.push('SMTP_URL is set, so ALERT_MAIL_FROM must be one address and ALERT_MAIL_TO at least one')
      return null
    }
    return { url: server, from: from[0]!, to, escalationTo }
  }

  function readWhatsApp(): WhatsAppWebConfig | WhatsAppCloudConfig | null {
    const chosen = oneOf('WHATSAPP', ['none', 'web', 'cloud'], 'none')
    const messagesPerMinute = whole('WHATSAPP_MESSAGES_PER_MINUTE', 20, 1, 60)
    const webSocketUrl = url('WHATSAPP_WEB_SOCKET_URL', ['wss:', 'ws:'])
    const apiRoot = url('WHATSAPP_CLOUD_API_ROOT', ['https:', 'http:']) ?? 'https://graph.facebook.com/v24.0'
    if (chosen === 'none') return null
    if (chosen === 'web') return { kind: 'web', messagesPerMinute, webSocketUrl }
    const template = get('WHATSAPP_CLOUD_TEMPLATE')
    const [name = '', language = ''] = (template ?? '').split('/')
    if (template !== null && !/^[a-z0-9_]{1,512}\/[a-z]{2,3}(?:_[A-Z]{2})?$/u.test(template))
      problems.push('WHATSAPP_CLOUD_TEMPLATE must be the name of the template, a slash and its language, such as masih_perlu_dibalas/id')
    if (apiRoot.startsWith('http:') && !LOOPBACK.test(new URL(apiRoot).hostname))
      problems.push('WHATSAPP_CLOUD_API_ROOT starts with http://, must be https://: the access token is in every request')
    return {
      kind: 'cloud',
      phoneNumberId: needed('WHATSAPP_CLOUD_PHONE_NUMBER_ID', /^\d{5,25}$/u, 'the digits under API setup in the Meta app'),
      token: needed('WHATSAPP_CLOUD_TOKEN', /^[\w|.-]{20,1000}$/u, 'the access token of a system user, copied whole'),
      appSecret: needed('WHATSAPP_CLOUD_APP_SECRET', /^[0-9a-f]{32}$/u, 'the 32 characters under Basic settings of the Meta app'),
      verifyToken: needed('WHATSAPP_CLOUD_VERIFY_TOKEN', /^[\w-]{16,200}$/u, '16 to 200 letters, digits, - or _ of your choice'),
      apiRoot,
      template: template === null ? null : { name, language },
    }
  }

  function needed(name: string, shape: RegExp, right: string): string {
    const value = get(name) ?? ''
    if (!shape.test(value)) problems.push(`${name} ${value === '' ? 'is not set' : 'is not right'}, WHATSAPP=cloud needs ${right}`)
    return value
  }
}
