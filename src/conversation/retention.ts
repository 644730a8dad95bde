/** How long what people wrote is kept, in days. */
export interface Retention {
  /** Ordinary conversations. */
  readonly ordinaryDays: number
  /** A case and its conversation, after it was closed. */
  readonly caseDays: number
  /** What a worker deposited before the journey, after it was deposited. */
  readonly depositDays: number
  /** Photos and voice notes, also of an open case. */
  readonly mediaDays: number
}

/** Contracts abroad mostly run for two years and are often prolonged; a deposit is for whoever has long been silent. */
export const KEPT_BY_DEFAULT: Retention = { ordinaryDays: 90, caseDays: 365, depositDays: 1_095, mediaDays: 30 }
