/** Reads JSON Lines. */
import { createInterface } from 'node:readline'

/** Each line of standard input, also a last one without a line end. */
export async function* standardInputLines(): AsyncGenerator<string> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) yield line
}
