/** The form by which somebody says that they made sure of a card or a contact. */

export const VERIFIED_HOW = ['called', 'official-page', 'document', 'visited'] as const

/** Months until the next review that can be chosen. */
export const REVIEW_MONTHS = [3, 6, 12] as const

/** What was typed, to be shown again when it was refused. `changed`: somebody else was faster. `off`: editing is switched off. */
export interface VerifyForm {
  readonly problem: 'how' | 'note' | 'changed' | 'off' | null
  readonly how: string
  readonly note: string
}

export const EMPTY_VERIFY_FORM: VerifyForm = { problem: null, how: '', note: '' }
