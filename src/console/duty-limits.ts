/** What staff can choose from on the page of duties. */
import type { ZONES } from './times.ts'

/** How long somebody can say that they are on duty; longer than a shift is not kept. */
export const SHIFT_HOURS = [2, 4, 8, 12] as const
/** Monday first, as the page shows them; 0 is Sunday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0] as const
export const DUTY_ZONES = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const satisfies readonly (typeof ZONES)[number][]
