/** What a turn knows of the person's own data: read for it only when the message is about that. Plain data. */
import type { CaseState } from '../store/schema.ts'
import type { OwnFamily } from './own-family.ts'
import type { DepositRule } from '../knowledge/flows.ts'
import type { StoredCounts } from './texts-own.ts'
import type { DepositFact } from './turn.ts'

/** What opens only with the PIN, where there is one. */
export type Guarded =
  | 'own-data'
  | 'correct'
  | 'erase-all'
  | 'status'
  | 'new-pin'
  | 'remove-pin'
  | 'deposit'
  | 'own-deposit'
  | 'erase-deposit'
  | 'link-family'
  | 'family'
  | 'cut-family'

export interface OwnFact {
  readonly id: string
  readonly label: string
  /** Null: it identifies somebody. */
  readonly shown: string | null
  /** As the person told it; equal to `shown` when that is all of it. */
  readonly told: string
}

export interface OwnCase {
  readonly number: string
  readonly state: CaseState
  readonly openedAt: number
  /** When it came into that state. */
  readonly stateAt: number
  /** To whom it was forwarded or what is waited for, as staff wrote it; null: nothing was written. */
  readonly stateText: string | null
  readonly facts: readonly OwnFact[]
}

/** What the person left here before the journey. */
export interface OwnDeposit {
  readonly rule: DepositRule
  readonly at: number
  readonly facts: readonly DepositFact[]
}

export interface PinView {
  readonly setAt: number
  readonly failures: number
  /** No try counts before; null: at once. */
  readonly nextAt: number | null
  /** Whether the digits of this message are the PIN; null: there are none, or they may not be tried now. */
  readonly matches: boolean | null
}

export interface Own {
  readonly counts: StoredCounts
  /** What the person wrote last, as it is stored, oldest first. */
  readonly lines: readonly { readonly at: number; readonly text: string }[]
  /** Open ones, oldest first. */
  readonly cases: readonly OwnCase[]
  /** Null: nothing is deposited, or it is to go. */
  readonly deposit: OwnDeposit | null
  /** Danger was told here: what was said is not shown to whoever holds the phone. */
  readonly inDanger: boolean
  /** Null: there is none. */
  readonly pin: PinView | null
  /** argon2id of the digits of this message, when a PIN is being chosen; else null. */
  readonly newPinHash: string | null
  readonly family: OwnFamily
  /** The wish to be erased that waits; null: none. */
  readonly erasing: { readonly receipt: string } | null
  /** One that is free, for a new wish. */
  readonly receipt: string
}
