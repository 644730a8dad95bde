/**
 * `bench --peers FOLDER`: the router's classifier on two public data sets, beside two peers, in one run.
 *
 * The folder holds `data_full.json` of clinc/oos-eval and `train.csv` and `test.csv` of banking_data in
 * PolyAI-LDN/task-specific-datasets. Neither is part of this project.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCardSearch } from '../answers/search.ts'
import { cleanText } from '../language/clean.ts'
import { classify, trainClassifier } from '../intents/classifier.ts'
import { hashedFeatures, searchTerms } from '../intents/features.ts'
import { joined } from '../intents/topic-scores.ts'
import { chooseThreshold, parseBanking, parseClinc, type Guess, type Labelled } from './public-data.ts'
import { progressBar } from './progress.ts'

/** Learns from labelled texts; guesses a label and says how sure it is, from 0 to any number. */
interface Peer {
  readonly name: string
  train(texts: readonly Labelled[]): Promise<(text: string) => Promise<Guess>>
}

export interface PeerResult {
  readonly data: string
  readonly peer: string
  /** Share of test texts with the right label, nothing refused. */
  readonly accuracy: number
  /** At the one threshold chosen on validation texts: share of in-scope test texts kept and right. Null where there is nothing out of scope. */
  readonly kept: number | null
  /** At that threshold: share of out-of-scope test texts refused. */
  readonly refused: number | null
  readonly train_s: number
  /** Median milliseconds for one text. */
  readonly text_ms: number
}

/** Prints one line for each data set and peer; `json` prints one array instead. Throws, naming the file, when one is missing or not as published. */
export async function benchPeers(folder: string, json: boolean, print: (text: string) => Promise<void>): Promise<void> {
  const clinc = parseClinc(readFileSync(join(folder, 'data_full.json'), 'utf8'), join(folder, 'data_full.json'))
  const banking = {
    train: parseBanking(readFileSync(join(folder, 'train.csv'), 'utf8'), join(folder, 'train.csv')),
    test: parseBanking(readFileSync(join(folder, 'test.csv'), 'utf8'), join(folder, 'test.csv')),
  }
  const results: PeerResult[] = []
  for (const peer of [ours, await miniSearch(), await nodeNlp()]) {
    for (const one of [
      { data: 'CLINC150', train: clinc.train, test: clinc.test, scope: clinc },
      { data: 'BANKING77', ...banking, scope: null },
    ]) {
      const result = await measure(peer, one)
      results.push(result)
      if (!json) await print(`${lineOf(result)}\n`)
    }
  }
  if (json) await print(`${JSON.stringify(results)}\n`)
}

interface Part {
  readonly data: string
  readonly train: readonly Labelled[]
  readonly test: readonly Labelled[]
  readonly scope: Pick<ReturnType<typeof parseClinc>, 'validation' | 'validationOutside' | 'testOutside'> | null
}

async function measure(peer: Peer, part: Part): Promise<PeerResult> {
  const started = performance.now()
  const guess = await peer.train(part.train)
  const trained = performance.now()
  const times: number[] = []
  const bar = progressBar(`${peer.name} ${part.data}`, part.test.length)
  const all = async (texts: readonly Labelled[]): Promise<{ right: boolean; sure: number }[]> => {
    const found: { right: boolean; sure: number }[] = []
    for (const { text, label } of texts) {
      const from = performance.now()
      const { label: guessed, sure } = await guess(text)
      times.push(performance.now() - from)
      found.push({ right: guessed === label, sure })
      bar.update(times.length)
    }
    return found
  }
  const test = await all(part.test)
  let kept: number | null = null
  let refused: number | null = null
  if (part.scope) {
    const threshold = chooseThreshold(
      (await all(part.scope.validation)).map(({ sure }) => sure),
      (await all(part.scope.validationOutside)).map(({ sure }) => sure),
    )
    const outside = await all(part.scope.testOutside)
    kept = share(test, ({ right, sure }) => right && sure >= threshold)
    refused = share(outside, ({ sure }) => sure < threshold)
  }
  bar.stop()
  return {
    data: part.data,
    peer: peer.name,
    accuracy: share(test, ({ right }) => right),
    kept,
    refused,
    train_s: Math.round((trained - started) / 100) / 10,
    text_ms: Math.round(1000 * (times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0)) / 1000,
  }
}

/** Classifier and search, joined with the router's own weights; without its cards, countries and Indonesian word lists. */
const ours: Peer = {
  name: 'tanya-migran',
  train: async (texts) => {
    const labels = [...new Set(texts.map(({ label }) => label))]
    const read = texts.map(({ text, label }) => ({ label: labels.indexOf(label), words: cleanText(text).words }))
    const model = trainClassifier(
      read.map(({ words, label }) => ({ label, features: hashedFeatures(words, []), weight: 1 })),
      labels.length,
    )
    const search = createCardSearch(
      labels.map((id, i) => ({
        id,
        phrasings: read.filter(({ label }) => label === i).map(({ words }) => searchTerms(words)),
        title: [],
        answer: [],
      })),
    )
    return async (text) => {
      const { words } = cleanText(text)
      const chances = classify(model, hashedFeatures(words, []))
      const found = search.find(searchTerms(words))
      const logs = labels.map((id, i) => {
        const hit = found.get(id)
        return joined(chances[i] ?? 0, hit?.nearest ?? 0, (hit?.score ?? 0) / (found.top || 1))
      })
      const top = Math.max(...logs)
      return { label: labels[logs.indexOf(top)] ?? '', sure: 1 / logs.reduce((sum, log) => sum + Math.exp(log - top), 0) }
    }
  },
}

/** The label of the best hit among all training texts, by BM25, with prefix and fuzzy search as its own page suggests. */
async function miniSearch(): Promise<Peer> {
  const { default: MiniSearch } = await import('minisearch').catch(missing)
  return {
    name: 'MiniSearch',
    train: async (texts) => {
      const index = new MiniSearch<Labelled & { id: number }>({ fields: ['text'], storeFields: ['label'] })
      index.addAll(texts.map((one, id) => ({ ...one, id })))
      return async (text) => {
        const hit = index.search(text, { prefix: true, fuzzy: 0.2 })[0]
        return { label: hit ? String(hit['label']) : '', sure: hit?.score ?? 0 }
      }
    },
  }
}

/** Its own classifier with its own settings, without entities. */
async function nodeNlp(): Promise<Peer> {
  const { NlpManager } = await import('node-nlp').catch(missing)
  return {
    name: 'node-nlp',
    train: async (texts) => {
      const manager = new NlpManager({ languages: ['en'], forceNER: false, autoSave: false, autoLoad: false, nlu: { log: false } })
      for (const { text, label } of texts) manager.addDocument('en', text, label)
      await manager.train()
      return async (text) => {
        const { intent, score } = await manager.process('en', text)
        return { label: intent, sure: intent === 'None' ? 0 : score }
      }
    },
  }
}

function missing(cause: unknown): never {
  throw new Error('the peers are development dependencies: run "npm ci" without --omit=dev', { cause })
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return Math.round((10_000 * items.filter(holds).length) / (items.length || 1)) / 10_000
}

function lineOf(result: PeerResult): string {
  const percent = (value: number): string => `${(100 * value).toFixed(2)} %`
  const refusing =
    result.kept === null || result.refused === null ? '' : `, kept ${percent(result.kept)}, out of scope refused ${percent(result.refused)}`
  return `${result.data.padEnd(10)} ${result.peer.padEnd(13)} accuracy ${percent(result.accuracy)}${refusing}, trained in ${result.train_s} s, ${result.text_ms} ms a text`
}
