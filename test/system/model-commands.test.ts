/** The model from outside: the commands with a scripted server, what is loaded without one, and what `/ready` says. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { smallKnowledge } from '../support/core-assistant.ts'
import { scripted } from '../support/model-core.ts'
import { modelServer, replied } from '../support/model-server.ts'
import { startProduct } from '../support/product.ts'

const folder = mkdtempSync(join(tmpdir(), 'tanya-migran-model-'))
const knowledge = smallKnowledge()
afterAll(() => {
  for (const made of [folder, knowledge]) rmSync(made, { recursive: true, force: true })
})

interface Ran {
  readonly status: number | null
  readonly out: string
  readonly errors: string
}

/** The server is in this process: the command must not block it. */
function run(args: readonly string[], input: string, environment: Readonly<Record<string, string>>): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], {
      env: { ...process.env, KNOWLEDGE_FOLDER: knowledge, ...environment },
    })
    let [out, errors] = ['', '']
    child.stdout.on('data', (data: Buffer) => (out += data.toString()))
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
    child.on('close', (status) => resolve({ status, out, errors }))
    child.stdin.end(input)
  })
}

/** Every script that ran, by address: Node writes them down for coverage. */
function loadedWith(coverage: string): string[] {
  return readdirSync(coverage).flatMap((name) =>
    (JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] }).result.map(({ url }) => url),
  )
}

const WAGES = 'gaji saya sudah 3 bulan belum dibayar majikan, harus bagaimana'
const LIBRARIES = /node_modules\/(?:openai|@langchain|langsmith|langchain)\//u
const KIND = replied({
  opening: 'none',
  sentences: [{ text: 'Kak, gaji harus dibayar sesuai perjanjian kerja.', from: ['A1'], step: false }],
})

describe('ask and eval', () => {
  it('load nothing of the model without --model, and answer through it with', async () => {
    const server = await modelServer(scripted({ answer: KIND }))
    const environment = { MODEL_CHAT: 'small', OPENAI_BASE_URL: server.url }
    const line = `${JSON.stringify({ id: 'wages', text: WAGES })}\n`
    const [without, withModel] = [join(folder, 'without'), join(folder, 'with')]
    const plain = await run(['ask', '--jsonl'], line, { ...environment, NODE_V8_COVERAGE: without })
    expect(plain.status).toBe(0)
    expect(loadedWith(without).some((url) => url.endsWith('/src/ask-session.ts'))).toBe(true)
    expect(loadedWith(without).filter((url) => LIBRARIES.test(url))).toEqual([])
    expect(server.asked).toEqual([])
    const helped = await run(['ask', '--jsonl', '--model'], line, { ...environment, NODE_V8_COVERAGE: withModel })
    expect(helped.status).toBe(0)
    expect(JSON.parse(helped.out)).toMatchObject({ id: 'wages', outcome: 'answer', cards: ['unpaid-wages'] })
    expect((JSON.parse(helped.out) as { reply: string[] }).reply[0]).toMatch(/^Kak, gaji harus dibayar/)
    expect(loadedWith(withModel).some((url) => LIBRARIES.test(url))).toBe(true)
  })

  it('measure a model beside none: accuracy, words sent and not sent with their causes, tokens, cost, time', async () => {
    let count = 0
    const server = await modelServer(
      scripted({
        answer: () =>
          count++ % 2 === 0
            ? KIND
            : replied({ opening: 'none', sentences: [{ text: 'Catat 3 bulan mana saja yang belum dibayar.', from: ['A4'], step: false }] }),
      }),
    )
    const cases = join(folder, 'cases.jsonl')
    const thresholds = join(folder, 'thresholds.json')
    writeFileSync(thresholds, '{"topic":{"at_least":0.5}}')
    writeFileSync(
      cases,
      [WAGES, 'gajiku gak dibayar bos 2 bulan', 'saya dipukul majikan']
        .map((text) => JSON.stringify({ text, topic: text.includes('pukul') ? 'violence' : 'contract-and-wages' }))
        .join('\n'),
    )
    const { status, out } = await run(['eval', '--cases', cases, '--thresholds', thresholds, '--json', '--model'], '', {
      MODEL_CHAT: 'small',
      OPENAI_BASE_URL: server.url,
      MODEL_PRICES: 'small=1/2',
    })
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      cases: 3,
      with_model: { cases: 3 },
      model: {
        prompts: { answer: { asked: 2, results: { ok: 2 } }, 'second-look': { asked: 2, results: { ok: 2 } } },
        worded: 1,
        rejected: { number: 1 },
        tokens_in: 400,
        tokens_out: 80,
        cost: 0.00056,
      },
      failures: [],
    })
  })

  it('say what to set when no model is configured', async () => {
    const { status, errors } = await run(['ask', '--jsonl', '--model'], '', { MODEL_CHAT: '' })
    expect(status).toBe(1)
    expect(errors).toContain('MODEL_CHAT is not set')
  })
})

describe('/ready', () => {
  it('names the model, stays ready without it, and says until when', async () => {
    const server = await modelServer(() => ({ kind: 'status', status: 429, headers: { 'retry-after': '120' } }))
    const product = await startProduct({ MODEL_CHAT: 'small', OPENAI_BASE_URL: server.url, KNOWLEDGE_FOLDER: knowledge })
    const ready = async (): Promise<{ status: number; model: unknown }> => {
      const response = await fetch(`${product.url}/ready`)
      return { status: response.status, model: ((await response.json()) as { parts: Record<string, unknown> }).parts['model'] }
    }
    try {
      expect(await ready()).toEqual({ status: 200, model: { state: 'up', detail: 'small' } })
      const { model } = product.app
      await model!.ask({
        prompt: { id: 'answer', version: 1, hash: '', variables: [], system: 'x', user: 'y' },
        variables: {},
        schema: (await import('zod')).z.object({}),
        maxTokens: 5,
        deadline: 5_000,
        signal: new AbortController().signal,
      })
      expect(await ready()).toEqual({
        status: 200,
        model: { state: 'degraded', detail: expect.stringMatching(/^without a model now: its server does not answer, until 20/) },
      })
    } finally {
      await product.close()
    }
  })
})
