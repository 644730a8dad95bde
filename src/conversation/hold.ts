/** When nothing may reach a person by any path: asked for, or the time is over in which they hold the phone (care: safe contact). */
export interface Held {
  readonly hold: 0 | 1
  /** From then on there is a hold, until the person writes again. Milliseconds since 1970; null: no such time. */
  readonly hold_at: number | null
}

export function isOnHold({ hold, hold_at }: Held, now: number): boolean {
  return hold === 1 || (hold_at !== null && hold_at <= now)
}
