/**
 * Keeps secrets off the terminal: libsignal prints whole sessions, private keys included, with
 * `console.info("Closing session:", session)` and its sisters. The guard drops every console call that
 * comes out of libsignal or Baileys and lets the others through.
 */
const METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const
const GUARDED = Symbol.for('tanya-migran.console-guard')
const SILENCED = /[\\/]node_modules[\\/](?:libsignal|@whiskeysockets)[\\/]/

/** A caller sits one or two frames above; the rest is room for helpers in between. */
const FRAMES = 12

function comesFromSilenced(below: (...values: unknown[]) => void): boolean {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = FRAMES
  const holder: { stack?: string } = {}
  Error.captureStackTrace(holder, below)
  Error.stackTraceLimit = limit
  return SILENCED.test(holder.stack ?? '')
}

/** Call before Baileys is used. Harmless when called twice. Gives back what undoes it. */
export function guardConsole(target: Console = console): () => void {
  if (Reflect.get(target, GUARDED) === true) return () => {}
  const originals = METHODS.map((method) => [method, target[method]] as const)
  for (const [method, original] of originals) {
    const guarded = (...values: unknown[]): void => {
      if (!comesFromSilenced(guarded)) original.apply(target, values)
    }
    target[method] = guarded
  }
  Reflect.set(target, GUARDED, true)
  return () => {
    for (const [method, original] of originals) target[method] = original
    Reflect.set(target, GUARDED, false)
  }
}
