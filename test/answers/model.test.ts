import { onTestFinished, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createModel, type Model, type ModelLedger, type ModelParts, type ModelUse, type Reply } from '../../src/answers/model.ts'
import { connectModel } from '../../src/answers/model-client.ts'
import type { Prompt } from '../../src/answers/prompts.ts'
import { createLogger } from '../../src/log.ts'
import { createModelLedger } from '../../src/store/model-uses.ts'
import { createIds } from '../../src/store/ids.ts'
import { NOON, openTestStore } from '../support/builders-core.ts'
import { modelServer, replied, type ModelServer, type Script } from '../support/model-server.ts'
import { watchNetwork } from '../support/network-watch.ts'

const PROMPT: Prompt = {
  id: 'second-look',
  version: 3,
  hash: 'abcdef012345',
  variables: ['question'],
  system: 'Say what colour.',
  user: '<question>{question}</question>',
}
const schema = z.object({ colour: z.enum(['red', 'blue']) })
const GOOD = replied({ colour: 'red' })

interface Memory extends ModelLedger {
  readonly uses: ModelUse[]
}

function memory(): Memory {
  const uses: ModelUse[] = []
  return {
    uses,
    tokensSince: async () => uses.reduce((sum, use) => sum + use.tokensIn + use.tokensOut, 0),
    record: async (use) => void uses.push(use),
  }
}

function modelAt(server: Pick<ModelServer, 'url'>, given: Partial<ModelParts> = {}): Model {
  const model = createModel({
    name: 'small',
    connect: () => connectModel({ baseUrl: server.url, apiKey: 'key-of-test' }),
    ledger: memory(),
    dailyTokens: 1_000_000,
    price: null,
    now: Date.now,
    logger: createLogger('silent'),
    ...given,
  })
  onTestFinished(() => model.stop())
  return model
}

const ask = (model: Model, deadline = 2_000, signal: AbortSignal = new AbortController().signal): Promise<Reply<{ colour: string }>> =>
  model.ask({ prompt: PROMPT, variables: { question: 'warna apa {ini}?' }, schema, maxTokens: 50, deadline, signal })

/** Loads the libraries, so that a deadline measures the call alone. */
async function warm(server: ModelServer, model: Model): Promise<void> {
  server.script(() => GOOD)
  expect(await ask(model, 10_000)).toMatchObject({ ok: true })
}

describe('a question to the model', () => {
  it('goes out as a structured chat request and comes back as a checked value', async () => {
    // The first call loads the libraries, which may take longer than the call.
    const server = await modelServer(() => GOOD)
    expect(await ask(modelAt(server), 10_000)).toEqual({ ok: true, value: { colour: 'red' } })
    expect(server.asked[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: 'Bearer key-of-test',
      prompt: 'second-look',
      body: {
        model: 'small',
        max_tokens: 50,
        messages: [
          { role: 'system', content: 'Say what colour.' },
          // Braces of a person are text, not a variable.
          { role: 'user', content: '<question>warna apa {ini}?</question>' },
        ],
        response_format: { type: 'json_schema' },
      },
    })
  })

  it.each<[string, Script, string]>([
    ['of another shape', replied({ colour: 'green' }), 'malformed'],
    ['that is not JSON', replied('red, I would say'), 'malformed'],
    ['that is no reply at all', { kind: 'body', body: '<html>Welcome to nginx</html>' }, 'malformed'],
    ['without a choice', { kind: 'body', body: '{"choices":[]}' }, 'malformed'],
    ['larger than any answer', { kind: 'huge', bytes: 600_000 }, 'malformed'],
    ['that was cut at its longest', { kind: 'reply', value: '{"colour":"re', ending: 'length' }, 'cut'],
    ['that refuses', { kind: 'refusal', text: 'I cannot help with that.' }, 'refused'],
    ['that a filter stopped', { kind: 'reply', value: '', ending: 'content_filter' }, 'refused'],
    ['of half a body', { kind: 'half' }, 'network'],
    ['of status 500', { kind: 'status', status: 500 }, 'server'],
    ['of status 401', { kind: 'status', status: 401 }, 'rejected'],
    ['that points elsewhere', { kind: 'redirect', to: 'http://127.0.0.2:9/v1/chat/completions' }, 'network'],
  ])('gives its cause for a reply %s', async (_, script, cause) => {
    const server = await modelServer(() => script)
    const ledger = memory()
    expect(await ask(modelAt(server, { ledger }), 4_000)).toEqual({ ok: false, cause })
    expect(ledger.uses.map((use) => use.result)).toEqual([cause])
  })

  it('ends at its deadline, however the server dawdles', async () => {
    const server = await modelServer()
    const model = modelAt(server)
    await warm(server, model)
    for (const script of [{ kind: 'hang' }, { kind: 'drip', every: 20 }] as const) {
      server.script(() => script)
      const began = performance.now()
      expect(await ask(model, 300)).toEqual({ ok: false, cause: 'deadline' })
      expect(performance.now() - began).toBeLessThan(900)
    }
    await expect.poll(() => server.givenUp()).toBe(2)
  })

  it('is tried once more, and waits as it was told', async () => {
    const server = await modelServer()
    const model = modelAt(server)
    await warm(server, model)
    for (const headers of [{}, { 'retry-after': '1' }]) {
      let tries = 0
      server.script(() => (tries++ === 0 ? { kind: 'status', status: 429, headers } : GOOD))
      const began = performance.now()
      expect(await ask(model, 4_000)).toMatchObject({ ok: true })
      expect(tries).toBe(2)
      expect(performance.now() - began).toBeGreaterThan('retry-after' in headers ? 990 : 200)
    }
  })

  it('is not tried again past its deadline; the server is left alone as long as it asked', async () => {
    const server = await modelServer()
    let now = NOON
    const model = modelAt(server, { now: () => now })
    await warm(server, model)
    server.script(() => ({ kind: 'status', status: 429, headers: { 'retry-after': '90' } }))
    expect(await ask(model)).toEqual({ ok: false, cause: 'rate-limit' })
    expect(server.asked).toHaveLength(2)
    expect(model.status()).toEqual({ state: 'without', because: 'breaker', until: NOON + 90_000 })
    expect(await ask(model)).toEqual({ ok: false, cause: 'breaker' })
    now += 90_000
    server.script(() => GOOD)
    expect(await ask(model)).toMatchObject({ ok: true })
    expect(model.status()).toEqual({ state: 'up' })
  })

  it('is not asked while the server fails; after a pause one call tries, and failure doubles the pause', async () => {
    const server = await modelServer(() => ({ kind: 'status', status: 401 }))
    let now = NOON
    const model = modelAt(server, { now: () => now })
    for (let i = 0; i < 3; i++) expect(await ask(model, 5_000)).toEqual({ ok: false, cause: 'rejected' })
    expect(await ask(model)).toEqual({ ok: false, cause: 'breaker' })
    expect(server.asked).toHaveLength(3)
    expect(model.status()).toEqual({ state: 'without', because: 'breaker', until: NOON + 30_000 })
    now += 30_000
    const three = await Promise.all([ask(model), ask(model), ask(model)])
    expect(three.filter((reply) => !reply.ok && reply.cause === 'breaker')).toHaveLength(2)
    expect(three.filter((reply) => !reply.ok && reply.cause === 'rejected')).toHaveLength(1)
    expect(model.status()).toEqual({ state: 'without', because: 'breaker', until: NOON + 90_000 })
    now += 60_000
    server.script(() => GOOD)
    expect(await ask(model)).toMatchObject({ ok: true })
    expect(await ask(model)).toMatchObject({ ok: true })
  })

  it('is not asked when the tokens of the day are used up, also after a restart, and again the next day', async () => {
    const server = await modelServer(() => GOOD)
    const { store } = openTestStore()
    let now = NOON
    const again = (): Model =>
      modelAt(server, {
        now: () => now,
        ledger: createModelLedger(
          store,
          createIds(() => now),
        ),
        dailyTokens: 200,
        price: { in: 1, out: 2 },
      })
    const model = again()
    expect(await ask(model, 5_000)).toMatchObject({ ok: true })
    await expect
      .poll(() => store.db.selectFrom('model_uses').selectAll().execute())
      .toMatchObject([
        {
          at: NOON,
          model: 'small',
          prompt: 'second-look',
          prompt_version: 3,
          prompt_hash: 'abcdef012345',
          result: 'ok',
          tokens_in: 100,
          tokens_out: 20,
          cost: 140,
        },
      ])
    const next = again()
    await next.open()
    expect(await ask(next)).toMatchObject({ ok: true })
    await expect.poll(() => store.db.selectFrom('model_uses').selectAll().execute()).toHaveLength(2)
    const last = again()
    await last.open()
    expect(last.status()).toEqual({ state: 'without', because: 'budget', until: Date.UTC(2026, 10, 25) })
    expect(await ask(last)).toEqual({ ok: false, cause: 'budget' })
    expect(server.asked).toHaveLength(2)
    now += 86_400_000
    expect(await ask(last)).toMatchObject({ ok: true })
    expect(last.status()).toEqual({ state: 'up' })
  })

  it('counts what a call may have used when the server does not say', async () => {
    const server = await modelServer(() => ({ kind: 'reply', value: { colour: 'red' }, usage: false }))
    const ledger = memory()
    const model = modelAt(server, { ledger })
    await ask(model, 5_000)
    server.script(() => ({ kind: 'hang' }))
    await ask(model, 100)
    expect(ledger.uses.map((use) => [use.result, use.tokensIn > 15, use.tokensOut > 0])).toEqual([
      ['ok', true, true],
      ['deadline', true, false],
    ])
  })

  it('ends when it is overtaken, and when the program stops; after that none is asked', async () => {
    const server = await modelServer()
    const model = modelAt(server)
    await warm(server, model)
    server.script(() => ({ kind: 'hang' }))
    const overtaking = new AbortController()
    const first = ask(model, 10_000, overtaking.signal)
    const second = ask(model, 10_000)
    await expect.poll(() => server.asked.length).toBe(3)
    overtaking.abort()
    expect(await first).toEqual({ ok: false, cause: 'overtaken' })
    model.stop()
    expect(await second).toEqual({ ok: false, cause: 'stopped' })
    await expect.poll(() => server.givenUp()).toBe(2)
    expect(await ask(model)).toEqual({ ok: false, cause: 'stopped' })
    expect(server.asked).toHaveLength(3)
  })

  it('asks no more at once than a small server bears', async () => {
    const server = await modelServer()
    const model = modelAt(server)
    await warm(server, model)
    server.script(() => ({ kind: 'after', milliseconds: 100, next: GOOD }))
    const replies = await Promise.all(Array.from({ length: 20 }, () => ask(model, 5_000)))
    expect(replies.filter((reply) => reply.ok)).toHaveLength(16)
    expect(replies.filter((reply) => !reply.ok && reply.cause === 'crowded')).toHaveLength(4)
  })
})

describe('what leaves this machine', () => {
  it('goes to the configured address only, whatever the environment or the server say', async () => {
    const server = await modelServer(() => GOOD)
    const elsewhere = await modelServer(() => GOOD)
    const before = { ...process.env }
    onTestFinished(() => {
      process.env = before
    })
    Object.assign(process.env, {
      LANGCHAIN_TRACING_V2: 'true',
      LANGSMITH_TRACING: 'true',
      LANGSMITH_API_KEY: 'x',
      LANGSMITH_ENDPOINT: elsewhere.url,
      LANGCHAIN_ENDPOINT: elsewhere.url,
      OPENAI_BASE_URL: elsewhere.url,
      OPENAI_ORG_ID: 'org-of-somebody',
      OPENAI_PROJECT_ID: 'project-of-somebody',
    })
    const reached = watchNetwork()
    const model = modelAt(server)
    expect(await ask(model, 5_000)).toMatchObject({ ok: true })
    server.script(() => ({ kind: 'redirect', to: `${elsewhere.url}/chat/completions` }))
    expect(await ask(model, 5_000)).toMatchObject({ ok: false })
    expect(reached.length).toBeGreaterThan(0)
    expect([...new Set(reached)]).toEqual([`127.0.0.1:${server.port}`])
    expect(elsewhere.asked).toEqual([])
    expect(server.asked[0]?.raw).not.toContain('somebody')
  })
})
