/**
 * Files that the build makes so that start need not read, parse and train again: plain JSON and arrays of numbers
 * under a check sum. A file that is missing, cut short, altered, or made by other code counts as not there.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const KINDS = { Float32Array, Float64Array, Int8Array, Int32Array, Uint8Array, Uint32Array } as const
type Kind = keyof typeof KINDS
type Numbers = Float32Array | Float64Array | Int8Array | Int32Array | Uint8Array | Uint32Array

export interface Prepared {
  /** Plain JSON. */
  readonly value: unknown
  readonly arrays: Readonly<Record<string, Numbers>>
}

interface Header {
  readonly code: readonly string[]
  readonly value: unknown
  readonly arrays: readonly { readonly name: string; readonly kind: Kind; readonly length: number }[]
}

const SUM_BYTES = 32
const LENGTH_BYTES = 4

/**
 * Check sum of all that follows (32 bytes), length of the header (4 bytes), the header as JSON, then the arrays one
 * after another in the byte order of this machine. `code`: stamps of the code that may read it.
 */
export function packPrepared(prepared: Prepared, code: readonly string[]): Buffer {
  const arrays = Object.entries(prepared.arrays).map(([name, numbers]) => ({ name, kind: kindOf(numbers), length: numbers.length }))
  const header = Buffer.from(JSON.stringify({ code, value: prepared.value, arrays } satisfies Header))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32LE(header.length)
  const bytes = Object.values(prepared.arrays).map((numbers) => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength))
  const body = Buffer.concat([length, header, ...bytes])
  return Buffer.concat([sumOf(body), body])
}

/** Null when the file cannot be read, is not as it was written, or was not made for the code with the stamp `code`. Never throws. */
export function readPrepared(path: string, code: string): Prepared | null {
  let file: Buffer
  try {
    file = readFileSync(path)
  } catch {
    return null
  }
  const body = file.subarray(SUM_BYTES)
  if (body.length < LENGTH_BYTES || !sumOf(body).equals(file.subarray(0, SUM_BYTES))) return null
  const start = LENGTH_BYTES + body.readUInt32LE(0)
  const header = JSON.parse(body.toString('utf8', LENGTH_BYTES, start)) as Header
  if (!header.code.includes(code)) return null
  const arrays: Record<string, Numbers> = {}
  let at = start
  for (const { name, kind, length } of header.arrays) {
    const end = at + length * KINDS[kind].BYTES_PER_ELEMENT
    // A copy: arrays must begin at a multiple of their width, and must not hold the whole file in memory.
    arrays[name] = new KINDS[kind](Uint8Array.from(body.subarray(at, end)).buffer)
    at = end
  }
  return { value: header.value, arrays }
}

/**
 * Changes whenever a file of code directly in one of `folders` changes, wherever it runs from: what the build made with
 * other code is noticed.
 */
export function codeStamp(folders: readonly string[]): string {
  return filesHash(
    folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.(?:js|ts)$/.test(name) && !name.endsWith('.d.ts'))
        .map((name) => join(folder, name)),
    ),
  )
}

/** Over names and contents, in order of the names. Throws when a file cannot be read. */
export function filesHash(paths: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of [...paths].sort()) {
    const bytes = readFileSync(path)
    hash.update(`${path.slice(path.lastIndexOf('/') + 1)} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

function kindOf(numbers: Numbers): Kind {
  return numbers.constructor.name as Kind
}

function sumOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
