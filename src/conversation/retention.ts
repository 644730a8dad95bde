/** How long what people wrote is kept, in days. */
export interface Retention {
  /** Ordinary conversations. */
  readonly ordinaryDays: number
  /** A case and its conversation, after it was closed. */
  readonly caseDays: number
  /** Photos and voice notes, also of an open case. */
  readonly mediaDays: number
}

export const KEPT_BY_DEFAULT: Retention = { ordinaryDays: 90, caseDays: 365, mediaDays: 30 }
