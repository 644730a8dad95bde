/** How old a card or a contact is, and what that means for what people are told. */
import { GRACE_DAYS } from '../../answers/expiry.ts'
import { firstReach } from '../../knowledge/contact-line.ts'
import type { Card, Contact } from '../../knowledge/schema.ts'
import { DAY_MILLISECONDS } from '../numbers/days.ts'

/** `withheld`: so old that figures are left out or nothing is said. `expired`: said with a word about its age. `soon`: within 30 days. */
export const CARD_STANDINGS = ['withheld', 'expired', 'soon', 'fresh'] as const
export type CardStanding = (typeof CARD_STANDINGS)[number]

const SOON_DAYS = 30

export function cardStanding({ review_by: by }: Pick<Card, 'review_by'>, now: number): CardStanding {
  const due = Date.parse(by)
  if (now >= due + GRACE_DAYS * DAY_MILLISECONDS) return 'withheld'
  if (now >= due + DAY_MILLISECONDS) return 'expired'
  return now >= due - SOON_DAYS * DAY_MILLISECONDS ? 'soon' : 'fresh'
}

/** `unreachable`: has no number at all. `old`: nobody tried it and its source is older than three years, or has no date. */
export const CONTACT_STANDINGS = ['unreachable', 'old', 'unverified', 'verified'] as const
export type ContactStanding = (typeof CONTACT_STANDINGS)[number]

const OLD_NUMBER_YEARS = 3

export function contactStanding(contact: Contact, now: number): ContactStanding {
  if (firstReach(contact) === null) return 'unreachable'
  if (contact.verified_by !== null) return 'verified'
  const { published } = contact.source
  return published === null || new Date(now).getUTCFullYear() - Number(published.slice(0, 4)) > OLD_NUMBER_YEARS ? 'old' : 'unverified'
}
