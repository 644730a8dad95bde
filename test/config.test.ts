import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig, VARIABLES } from '../src/config.ts'

const TOKEN = '123456789:AAExampleExampleExampleExampleExample'
const CLOUD = {
  WHATSAPP: 'cloud',
  WHATSAPP_CLOUD_PHONE_NUMBER_ID: '106540352242922',
  WHATSAPP_CLOUD_TOKEN: 'EAAExampleExampleExampleExampleExample',
  WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
  WHATSAPP_CLOUD_VERIFY_TOKEN: 'choose-a-long-random-word',
}
const ROOT = fileURLToPath(new URL('..', import.meta.url))

const problemsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems
  }
}

describe('the configuration', () => {
  it('works with nothing set: one machine, console and web chat on 127.0.0.1:3000, no other channel', () => {
    expect(readConfig({})).toMatchObject({
      staff: { host: '127.0.0.1', port: 3000 },
      public: null,
      publicUrl: null,
      consoleUrl: null,
      trustProxy: [],
      dataFolder: 'data',
      keysFolder: 'keys',
      webChat: true,
      telegram: null,
      whatsapp: null,
      operator: { name: null, notPolice: false },
    })
  })

  it('takes empty text as not set and spaces around a value as nothing', () => {
    expect(readConfig({ PORT: '', TELEGRAM_BOT_TOKEN: '  ', WEB_CHAT: ' off ' })).toMatchObject({
      staff: { port: 3000 },
      telegram: null,
      webChat: false,
    })
  })

  it('takes every example of the list at once', () => {
    const examples = Object.fromEntries(VARIABLES.map(({ name, example }) => [name, example]))
    expect(readConfig({ ...examples, TELEGRAM_MODE: 'webhook' })).toMatchObject({
      telegram: { mode: { kind: 'webhook', publicUrl: 'https://tanya.example.org' } },
      whatsapp: { kind: 'web', messagesPerMinute: 20 },
      operator: { name: 'BP3MI Contoh', notPolice: true },
    })
  })

  it('takes the Cloud API with what it needs', () => {
    expect(readConfig({ ...CLOUD, WHATSAPP_CLOUD_TEMPLATE: 'masih_perlu_dibalas/id' }).whatsapp).toMatchObject({
      kind: 'cloud',
      apiRoot: 'https://graph.facebook.com/v24.0',
      template: { name: 'masih_perlu_dibalas', language: 'id' },
    })
  })

  it.each([
    [{ PORT: 'abc' }, 'PORT', /whole number from 0 to 65535/],
    [{ PORT: '70000' }, 'PORT', /whole number from 0 to 65535/],
    [{ PORT: '3e3' }, 'PORT', /whole number/],
    [{ PORT: '-1' }, 'PORT', /whole number/],
    [{ PUBLIC_PORT: '0' }, 'PUBLIC_PORT', /from 1 to 65535/],
    [{ PUBLIC_PORT: '3000' }, 'PUBLIC_PORT', /same as PORT/],
    [{ PUBLIC_URL: 'tanya.example.org' }, 'PUBLIC_URL', /starting with https:\/\//],
    [{ PUBLIC_URL: 'ftp://tanya.example.org' }, 'PUBLIC_URL', /starting with https:\/\//],
    [{ PUBLIC_URL: 'http://tanya.example.org' }, 'PUBLIC_URL', /must be the https:\/\/ address/],
    [{ CONSOLE_URL: 'petugas.example.org' }, 'CONSOLE_URL', /starting with https:\/\//],
    [{ CONSOLE_URL: 'http://petugas.example.org' }, 'CONSOLE_URL', /must be the https:\/\/ address/],
    [{ CONSOLE_URL: 'https://example.org/petugas' }, 'CONSOLE_URL', /has a path, must be the bare address/],
    [{ TRUST_PROXY: '127.0.0.1, proxy' }, 'TRUST_PROXY', /must be IP addresses/],
    [{ DATA_FOLDER: 'store', KEYS_FOLDER: 'store/keys' }, 'KEYS_FOLDER', /must be a folder apart/],
    [{ DATA_FOLDER: 'store', KEYS_FOLDER: './store' }, 'KEYS_FOLDER', /must be a folder apart/],
    [{ LOG_LEVEL: 'verbose' }, 'LOG_LEVEL', /must be one of: debug, info, warn, error, silent/],
    [{ WEB_CHAT: 'yes' }, 'WEB_CHAT', /must be one of: on, off/],
    [{ TELEGRAM_BOT_TOKEN: 'hello' }, 'TELEGRAM_BOT_TOKEN', /@BotFather/],
    [{ TELEGRAM_MODE: 'push' }, 'TELEGRAM_MODE', /must be one of: poll, webhook/],
    [{ TELEGRAM_MODE: 'webhook' }, 'TELEGRAM_MODE', /TELEGRAM_BOT_TOKEN is not set, copy the token/],
    [
      { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_MODE: 'webhook', TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(24) },
      'TELEGRAM_MODE',
      /PUBLIC_URL is not set, write the https address/,
    ],
    [
      { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'https://a.example' },
      'TELEGRAM_WEBHOOK_SECRET',
      /24 to 200 letters/,
    ],
    [
      { TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_MODE: 'webhook', PUBLIC_URL: 'https://a.example', TELEGRAM_WEBHOOK_SECRET: 'short' },
      'TELEGRAM_WEBHOOK_SECRET',
      /24 to 200 letters/,
    ],
    [{ TELEGRAM_API_ROOT: 'localhost:8081' }, 'TELEGRAM_API_ROOT', /starting with https:\/\//],
    [{ WHATSAPP: 'yes' }, 'WHATSAPP', /must be one of: none, web, cloud/],
    [{ ...CLOUD, WHATSAPP_CLOUD_TOKEN: '' }, 'WHATSAPP_CLOUD_TOKEN', /is not set, WHATSAPP=cloud needs the access token/],
    [{ ...CLOUD, WHATSAPP_CLOUD_PHONE_NUMBER_ID: '+62 811' }, 'WHATSAPP_CLOUD_PHONE_NUMBER_ID', /is not right/],
    [{ ...CLOUD, WHATSAPP_CLOUD_APP_SECRET: 'short' }, 'WHATSAPP_CLOUD_APP_SECRET', /the 32 characters/],
    [{ ...CLOUD, WHATSAPP_CLOUD_VERIFY_TOKEN: 'short' }, 'WHATSAPP_CLOUD_VERIFY_TOKEN', /16 to 200 letters/],
    [{ ...CLOUD, WHATSAPP_CLOUD_TEMPLATE: 'masih' }, 'WHATSAPP_CLOUD_TEMPLATE', /a slash and its language/],
    [{ ...CLOUD, WHATSAPP_CLOUD_API_ROOT: 'http://graph.example' }, 'WHATSAPP_CLOUD_API_ROOT', /must be https/],
    [{ WHATSAPP_MESSAGES_PER_MINUTE: '0' }, 'WHATSAPP_MESSAGES_PER_MINUTE', /from 1 to 60/],
    [{ WHATSAPP_MESSAGES_PER_MINUTE: '100' }, 'WHATSAPP_MESSAGES_PER_MINUTE', /from 1 to 60/],
    [{ WHATSAPP_WEB_SOCKET_URL: 'https://web.whatsapp.com' }, 'WHATSAPP_WEB_SOCKET_URL', /starting with wss:\/\//],
    [{ OPERATOR_NAME: 'Balai '.repeat(9) }, 'OPERATOR_NAME', /at most 40/],
    [{ OPERATOR_NOT_POLICE: 'maybe' }, 'OPERATOR_NOT_POLICE', /must be one of: yes, no/],
  ] as [Record<string, string>, string, RegExp][])(
    '%o is refused by the name of %s, with what would be right',
    (environment, name, right) => {
      const problems = problemsOf(environment)
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatch(new RegExp(`^${name} `))
      expect(problems[0]).toMatch(right)
    },
  )

  it('names everything that is wrong at once', () => {
    expect(problemsOf({ PORT: 'x', WEB_CHAT: 'x', WHATSAPP: 'x' })).toHaveLength(3)
  })

  it('never repeats a token or secret in a problem', () => {
    const all = [
      ...problemsOf({ TELEGRAM_BOT_TOKEN: 'secret-token-value' }),
      ...problemsOf({
        TELEGRAM_BOT_TOKEN: TOKEN,
        TELEGRAM_MODE: 'webhook',
        PUBLIC_URL: 'https://a.example',
        TELEGRAM_WEBHOOK_SECRET: 'secret-hook',
      }),
      ...problemsOf({ ...CLOUD, WHATSAPP_CLOUD_PHONE_NUMBER_ID: '' }),
      ...problemsOf({ ...CLOUD, WHATSAPP_CLOUD_TOKEN: 'EAAExample with a space in it' }),
    ].join('\n')
    expect(all).not.toMatch(/secret-token-value|secret-hook|AAExample|0123456789abcdef|choose-a/)
  })
})

describe('.env.example', () => {
  const lines = readFileSync(join(ROOT, '.env.example'), 'utf8').split('\n')

  it('shows every variable with its meaning and example, and no other', () => {
    const shown = lines.flatMap((line, i) => {
      const match = /^# ([A-Z][A-Z_]+)=(.*)$/.exec(line)
      return match ? [{ name: match[1], example: match[2], meaning: lines[i - 1]?.replace(/^# /, '') }] : []
    })
    expect(shown).toEqual(VARIABLES.map(({ name, example, meaning }) => ({ name, example, meaning })))
  })

  it('sets nothing as it stands', () => {
    expect(lines.filter((line) => line !== '' && !line.startsWith('#'))).toEqual([])
  })
})

describe('the environment', () => {
  it('is read in one place: main hands it to the configuration, a product started for a measurement gets its PATH', () => {
    const readers = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mjs)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .flatMap((path) =>
        readFileSync(path, 'utf8')
          .split('\n')
          .filter((line) => /process\s*\.\s*env|\benv\b.*['"]node:process['"]/.test(line) && !/^\s*(?:\/\/|\*|\/\*\*)/.test(line))
          .map((line) => `${path.slice(ROOT.length)}: ${line.trim()}`),
      )
    expect(readers.filter((line) => !line.startsWith('src/commands/started-product.ts: env: { PATH:'))).toEqual([
      expect.stringMatching(/^src\/main\.ts: return readConfig\(process\.env\)$/),
    ])
  })
})
