/** Exports that run or ran since the program started, for the page that shows how far they are. The audit trail keeps them for good. */
import type { ExportFormat } from './transcripts.ts'

export interface RunningExport {
  readonly startedAt: number
  readonly format: ExportFormat
  messages: number
  /** Of the time that was asked for, 0 to 1. */
  share: number
  /** `stopped`: the browser asked for no more. */
  state: 'running' | 'done' | 'stopped' | 'failed'
}

export interface RunningExports {
  /** Null when as many run as may. */
  begin(staffId: string, format: ExportFormat, at: number): RunningExport | null
  /** Newest first. */
  of(staffId: string): readonly RunningExport[]
}

const MOST_AT_ONCE = 2
const SHOWN = 5

export function createRunningExports(): RunningExports {
  const byStaff = new Map<string, RunningExport[]>()
  return {
    begin(staffId, format, at) {
      const running = [...byStaff.values()].flat().filter(({ state }) => state === 'running')
      if (running.length >= MOST_AT_ONCE) return null
      const one: RunningExport = { startedAt: at, format, messages: 0, share: 0, state: 'running' }
      byStaff.set(staffId, [one, ...(byStaff.get(staffId) ?? [])].slice(0, SHOWN))
      return one
    },
    of: (staffId) => byStaff.get(staffId) ?? [],
  }
}
