/**
 * Asks the configured model, within bounds: one deadline around each call, few retries, no call while the server fails
 * (breaker) or the day's tokens are used up, each use recorded. A call that brings nothing gives its cause, never throws.
 */
import type { z } from 'zod'
import { safeError, type Logger } from '../log.ts'
import { createBreaker } from './model-breaker.ts'
import { ModelFailure, type ChatReply, type ChatRequest, type FailureKind, type ModelClient } from './model-client.ts'
import type { Prompt } from './prompts.ts'

/** Why there is no reply. */
export type NoReply = FailureKind | 'breaker' | 'budget' | 'crowded' | 'deadline' | 'stopped' | 'overtaken' | 'refused' | 'cut'

export interface ModelUse {
  readonly at: number
  readonly model: string
  readonly prompt: Pick<Prompt, 'id' | 'version' | 'hash'>
  /** What came of it: `ok`, or why nothing did. */
  readonly result: 'ok' | NoReply
  readonly tokensIn: number
  readonly tokensOut: number
  readonly milliseconds: number
  /** Millionths of a US dollar; null when the model has no price. */
  readonly cost: number | null
}

/** Where uses are kept, so that the day's budget outlives a restart. */
export interface ModelLedger {
  /** Tokens in and out of all uses since then. */
  tokensSince(at: number): Promise<number>
  record(use: ModelUse): Promise<void>
}

export interface Question<Value> {
  readonly prompt: Prompt
  readonly variables: Readonly<Record<string, string>>
  readonly schema: z.ZodType<Value>
  readonly maxTokens: number
  /** Milliseconds for the whole, retries included. */
  readonly deadline: number
  readonly signal: AbortSignal
}

export type Reply<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly cause: NoReply }

export type ModelState =
  | { readonly state: 'up' }
  /** Goes on without a model until then, milliseconds since 1970. */
  | { readonly state: 'without'; readonly because: 'breaker' | 'budget'; readonly until: number }

export interface Model {
  readonly name: string
  ask<Value>(question: Question<Value>): Promise<Reply<Value>>
  status(): ModelState
  /** Counts what was used today; before the first question. */
  open(): Promise<void>
  /** Ends every call under way. */
  stop(): void
}

export interface ModelParts {
  readonly name: string
  readonly connect: () => Promise<ModelClient>
  readonly ledger: ModelLedger
  readonly dailyTokens: number
  /** US dollars for a million tokens; null when unknown. */
  readonly price: { readonly in: number; readonly out: number } | null
  readonly now: () => number
  readonly logger: Logger
}

/** Calls under way at once: a local server gets no faster by more. */
const AT_ONCE = 16
const RETRIES = 1
/** Before the second try, when the server names no time. */
const RETRY_AFTER = 250
/** With less time left than this a second try is not begun. */
const LEAST_TIME = 300
/** Characters in a token, on the safe side for Indonesian: used where the server does not count. */
const CHARACTERS_A_TOKEN = 3
const DAY = 86_400_000

export function createModel(parts: ModelParts): Model {
  const { now, ledger, logger } = parts
  const breaker = createBreaker(now)
  const stopping = new AbortController()
  let client: Promise<ModelClient> | null = null
  let underWay = 0
  /** Tokens of the calls under way, at the most they may take. */
  let promised = 0
  let spent = 0

  const today = (): number => Math.floor(now() / DAY) * DAY

  async function ask<Value>(question: Question<Value>): Promise<Reply<Value>> {
    const barred = bar(question)
    if (barred !== null) return { ok: false, cause: barred }
    const { prompt } = question
    const request: ChatRequest = {
      model: parts.name,
      system: prompt.system,
      user: prompt.user,
      variables: question.variables,
      shape: { name: prompt.id, schema: question.schema },
      maxTokens: question.maxTokens,
    }
    const estimate = tokensOf(request)
    underWay++
    promised += estimate + question.maxTokens
    const began = performance.now()
    try {
      spent = await ledger.tokensSince(today())
      if (spent + promised > parts.dailyTokens) {
        breaker.ended()
        return { ok: false, cause: 'budget' }
      }
      const { reply, cause } = await attempt(request, question)
      const result = reply ? read(reply, question.schema) : { ok: false as const, cause: cause ?? 'network' }
      const tokens = reply?.tokens ?? { in: estimate, out: reply ? Math.ceil(reply.text.length / CHARACTERS_A_TOKEN) : 0 }
      // Recorded beside the turn: a full disk must not keep the answer back.
      record({
        at: now(),
        model: parts.name,
        prompt,
        result: result.ok ? 'ok' : result.cause,
        tokensIn: tokens.in,
        tokensOut: tokens.out,
        milliseconds: Math.round(performance.now() - began),
        cost: parts.price === null ? null : Math.ceil(tokens.in * parts.price.in + tokens.out * parts.price.out),
      })
      return result
    } catch (error) {
      breaker.ended()
      logger.error({ event: 'model-not-asked', ...safeError(error) })
      return { ok: false, cause: 'network' }
    } finally {
      underWay--
      promised -= estimate + question.maxTokens
    }
  }

  function bar(question: { readonly signal: AbortSignal }): NoReply | null {
    if (stopping.signal.aborted) return 'stopped'
    if (question.signal.aborted) return 'overtaken'
    if (underWay >= AT_ONCE) return 'crowded'
    return breaker.mayCall() ? null : 'breaker'
  }

  async function attempt(
    request: ChatRequest,
    question: { readonly deadline: number; readonly signal: AbortSignal },
  ): Promise<{ readonly reply?: ChatReply; readonly cause?: NoReply }> {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), question.deadline)
    const ends = performance.now() + question.deadline
    const signal = AbortSignal.any([late.signal, question.signal, stopping.signal])
    try {
      for (let tries = 0; ; tries++) {
        try {
          client ??= parts.connect()
          const reply = await orAborted(
            client.then((connected) => connected.chat(request, signal)),
            signal,
          )
          breaker.succeeded()
          return { reply }
        } catch (error) {
          if (signal.aborted) throw error
          const failure = error instanceof ModelFailure ? error : new ModelFailure('network', null, null, error)
          const wait = failure.waitFor ?? RETRY_AFTER
          const again = failure.kind === 'rate-limit' || failure.kind === 'server' || failure.kind === 'network'
          if (again && tries < RETRIES && performance.now() + wait + LEAST_TIME < ends) {
            await orAborted(new Promise((resolve) => setTimeout(resolve, wait)), signal)
            continue
          }
          failed(failure)
          return { cause: failure.kind }
        }
      }
    } catch (error) {
      if (stopping.signal.aborted || question.signal.aborted) {
        breaker.ended()
        return { cause: stopping.signal.aborted ? 'stopped' : 'overtaken' }
      }
      if (!late.signal.aborted) throw error
      failed(null)
      return { cause: 'deadline' }
    } finally {
      clearTimeout(timer)
    }
  }

  /** `null`: it took too long. */
  function failed(failure: ModelFailure | null): void {
    // A reply that cannot be read is a reply: the server is there.
    if (failure?.kind === 'malformed') breaker.succeeded()
    else breaker.failed(failure?.waitFor ?? null)
    const event = failure?.kind === 'rejected' ? 'model-refuses-us' : 'model-no-reply'
    logger.warn({ event, kind: failure?.kind ?? 'deadline', status: failure?.status ?? null, until: breaker.openUntil() })
  }

  function record(use: ModelUse): void {
    spent += use.tokensIn + use.tokensOut
    ledger.record(use).catch((error: unknown) => logger.error({ event: 'model-use-not-stored', ...safeError(error) }))
  }

  return {
    name: parts.name,
    ask,
    status() {
      const until = breaker.openUntil()
      if (until !== null) return { state: 'without', because: 'breaker', until }
      return spent >= parts.dailyTokens ? { state: 'without', because: 'budget', until: today() + DAY } : { state: 'up' }
    },
    async open() {
      spent = await ledger.tokensSince(today())
    },
    stop: () => stopping.abort(),
  }
}

/** A server that does not heed the end of a call is not waited for. */
function orAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('ended'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

function tokensOf(request: ChatRequest): number {
  const texts = [request.system, request.user, ...Object.values(request.variables)]
  return Math.ceil(texts.reduce((sum, text) => sum + text.length, 0) / CHARACTERS_A_TOKEN)
}

function read<Value>(reply: ChatReply, schema: z.ZodType<Value>): Reply<Value> {
  if (reply.ending !== 'complete') return { ok: false, cause: reply.ending }
  try {
    const parsed = schema.safeParse(JSON.parse(reply.text))
    return parsed.success ? { ok: true, value: parsed.data } : { ok: false, cause: 'malformed' }
  } catch {
    return { ok: false, cause: 'malformed' }
  }
}
