/**
 * The logger, and what is never logged: text, names, numbers, addresses, tokens. Log an event name with ids
 * and codes; `safeError` makes an error fit for a log line.
 */
import pino from 'pino'

export type Logger = pino.Logger

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** JSON lines on standard error, so that standard output stays free for what a command prints. */
export function createLogger(level: LogLevel, destination: pino.DestinationStream = pino.destination({ fd: 2, sync: true })): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination,
  )
}

const BOT_TOKEN = /\d{6,}:[\w-]{20,}/gu
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
      .slice(1, 4)
      .map((line) => line.trim().replace(/\(?file:\/\/[^)]*\/(src|dist)\//u, '($1/')),
    ...(error.cause instanceof Error ? { cause: redactForLog(error.cause.message) } : {}),
  }
}

function redactForLog(message: string): string {
  return message
    .slice(0, 300)
    .replace(BOT_TOKEN, '[token]')
    .replace(LONG_DIGITS, '[number]')
    .replace(/(["'`]).{0,300}?\1/gu, '$1…$1')
}
