// The thread of knowledge-trial.ts. Plain JavaScript, so that it runs the same from the sources and from the build.
import { existsSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

const built = new URL('./knowledge-trial.js', import.meta.url)
if (!existsSync(built)) (await import('tsx/esm/api')).register()
const { doJob } = await import(existsSync(built) ? built.href : new URL('./knowledge-trial.ts', import.meta.url).href)

const answer = doJob(workerData)
// The numbers of a model change hands instead of being copied.
const tables = workerData.kind === 'learn' ? [answer.router.classifier, answer.search] : []
const numbers = tables.flatMap((table) => Object.values(table)).filter((value) => ArrayBuffer.isView(value))
const plain = workerData.kind === 'learn' ? { ...answer, router: { classifier: answer.router.classifier } } : answer
parentPort.postMessage(plain, [...new Set(numbers.map(({ buffer }) => buffer))])
