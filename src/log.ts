/**
 * The logger, and what is never logged: text, names, numbers, addresses, tokens. Log an event name with ids
 * and codes; `safeError` makes an error fit for a log line.
 */
import pino from 'pino'

export type Logger = pino.Logger

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * JSON lines on standard error, so that standard output stays free for what a command prints. `logged` is told the level and
 * event of each line that is written.
 */
export function createLogger(
  level: LogLevel,
  destination: pino.DestinationStream = pino.destination({ fd: 2, sync: true }),
  logged: (level: string, event: string) => void = () => {},
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(given, write, number) {
          const [fields, message] = given as [unknown, unknown]
          const event: unknown = fields instanceof Object ? (Reflect.get(fields, 'event') ?? message) : fields
          logged(pino.levels.labels[number] ?? '', typeof event === 'string' ? event : 'unnamed')
          write.apply(this, given)
        },
      },
    },
    destination,
  )
}

const BOT_TOKEN = /\d{6,}:[\w-]{20,}/gu
const EMAIL = /[^\s@]{1,64}@[^\s@]{1,255}/gu
const LONG_DIGITS = /\+?\d[\d .()-]{6,}\d/gu

/** The kind, code and place of an error. Its message only after tokens, numbers and quoted text were taken out. */
export function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error }
  const code = (error as { code?: unknown }).code
  return {
    kind: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    message: redactForLog(error.message),
    at: error.stack
      ?.split('\n')
      .map((line) => line.trim())
      .filter((line) => /^at .+:\d+:\d+\)?$/u.test(line))
      .slice(0, 3)
      .map((line) => line.replace(/\(?file:\/\/[^)]*\/(src|dist)\//u, '($1/')),
    ...(error.cause instanceof Error ? { cause: redactForLog(error.cause.message) } : {}),
  }
}

/**
 * What comes first in an error's message is what a programmer wrote; from the first quotation mark on it may be
 * somebody's words (a JSON error quotes the text it could not read), and the end of such a quotation cannot be told.
 */
function redactForLog(message: string): string {
  const [own = ''] = message.split(/["'`«“‘{[]/u, 1)
  const shown = own
    .split('\n', 1)[0]!
    .slice(0, 200)
    .replace(BOT_TOKEN, '[token]')
    .replace(EMAIL, '[e-mail]')
    .replace(LONG_DIGITS, '[number]')
  return shown.length < message.length ? `${shown.trimEnd()} …` : shown
}
