/** Photos as they are kept: made anew from their pixels, so that nothing else of the file is left. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Picture {
  /** JPEG. */
  readonly photo: Buffer
  /** A few blurred pixels of it; JPEG. */
  readonly preview: Buffer
}

/** Beyond anything that a photo of the longest side becomes. */
const MOST_BYTES = 12 * 1024 * 1024
const MILLISECONDS = 30_000
const NO_PHOTO = 2
const PROCESS = fileURLToPath(new URL('./picture-process.mjs', import.meta.url))

/**
 * Null when it is no JPEG, PNG or WebP, is damaged, or has too many pixels. Rejects when the process could not do its work:
 * it may later.
 */
export async function makeAnew(given: Uint8Array, stop: AbortSignal): Promise<Picture | null> {
  if (!looksLikePhoto(given)) return null
  const made = await run(given, stop)
  if (made === null) return null
  const length = made.readUInt32BE(0)
  return { preview: made.subarray(4, 4 + length), photo: made.subarray(4 + length) }
}

function run(given: Uint8Array, stop: AbortSignal): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    // It gets none of our environment, which holds secrets.
    const child = spawn(process.execPath, ['--max-old-space-size=64', PROCESS], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      signal: stop,
      timeout: MILLISECONDS,
      killSignal: 'SIGKILL',
    })
    const chunks: Buffer[] = []
    let bytes = 0
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MOST_BYTES) child.kill('SIGKILL')
      else chunks.push(chunk)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === NO_PHOTO) resolve(null)
      else if (code === 0 && bytes > 4) resolve(Buffer.concat(chunks))
      else reject(new Error('the photo was not made anew'))
    })
    // It may end before it has read all.
    child.stdin.on('error', () => {})
    child.stdin.end(given)
  })
}

function looksLikePhoto(given: Uint8Array): boolean {
  const start = Buffer.from(given.subarray(0, 12)).toString('latin1')
  return start.startsWith('\xff\xd8\xff') || start.startsWith('\x89PNG\r\n') || (start.startsWith('RIFF') && start.endsWith('WEBP'))
}
