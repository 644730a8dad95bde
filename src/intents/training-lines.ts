/** Reads `knowledge/training/topics/<topic>.txt`: one way of asking a line. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Topic } from '../message.ts'
import { TOPICS } from '../message.ts'

export type TrainingLines = ReadonlyMap<Topic, readonly string[]>

/** Empty lines and those that begin with `#` are passed over. Throws when a file is not named after a topic. */
export function loadTrainingLines(folder: string): TrainingLines {
  const lines = new Map<Topic, readonly string[]>()
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()) {
    const topic = TOPICS.find((known) => `${known}.txt` === name)
    if (!topic) throw new Error(`${join(folder, name)}: the file is not named after a topic; topics are listed in src/message.ts`)
    lines.set(topic, readLines(join(folder, name)))
  }
  return lines
}

function readLines(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}
