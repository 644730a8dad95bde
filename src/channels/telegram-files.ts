/** Fetching a file that somebody sent, when staff open it: limited in size and time. */
import type { MediaLimits, MediaResult } from './channel.ts'
import type { TelegramClient } from './telegram-api.ts'

export interface FileParts {
  readonly client: TelegramClient
  readonly fetch: typeof globalThis.fetch
  readonly apiRoot: string
  readonly token: string
}

/**
 * The bytes behind a `file_id`; `gone` also when Telegram never gives files of this size (20 MB). Never rejects: the errors of fetch name the address,
 * which holds the bot's token.
 */
export async function downloadFile(parts: FileParts, handle: string, limits: MediaLimits, stop: AbortSignal): Promise<MediaResult> {
  const file = await parts.client.run((api, signal) => api.getFile(handle, signal), stop, limits.milliseconds)
  if (!file.ok) return failed(file.failure.kind === 'bad-request' ? 'gone' : 'network')
  const { file_path: path, file_size: size } = file.value
  if (path === undefined || !/^[\w./-]+$/.test(path) || path.includes('..')) return failed('gone')
  if (size !== undefined && size > limits.bytes) return failed('too-big')
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(limits.milliseconds)])
    const response = await parts.fetch(`${parts.apiRoot}/file/bot${parts.token}/${path}`, { signal, redirect: 'error' })
    if (!response.ok) return failed('gone')
    const bytes = await readLimited(response, limits.bytes)
    return bytes ? { status: 'ok', bytes } : failed('too-big')
  } catch {
    return failed('network')
  }
}

/** Null when there are more than `limit`: the size that Telegram told need not be true. */
async function readLimited(response: Response, limit: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function failed(reason: 'too-big' | 'gone' | 'network'): MediaResult {
  return { status: 'failed', reason }
}
