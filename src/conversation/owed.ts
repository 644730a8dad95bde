/** What is owed, by a formula that is shown with its numbers: months × monthly pay − what was paid. A reckoning, no promise. */
import type { Flow } from '../knowledge/flows.ts'
import type { Spoken } from '../message.ts'
import { readAmount, readMonths, sameCurrency, shownAmount, shownNumber, type Amount } from './amount.ts'
import type { FlowAnswers } from './flow-answer.ts'

export interface Reckoning {
  /** The whole text for the person. */
  readonly told: string
  /** "3 × 1.700 SAR − 500 SAR = 4.600 SAR"; null when it could not be reckoned. */
  readonly formula: string | null
}

/** Of what was answered; where a number is missing, the text tells the formula alone. */
export function reckoned({ months, wage, paid, says }: NonNullable<Flow['calculation']>, answers: FlowAnswers, speaks: Spoken): Reckoning {
  const told = (id: string): string | null => {
    const answer = answers[id]
    return answer?.as === 'text' ? answer.text : null
  }
  const read = <Value>(id: string, by: (text: string) => Value | null): Value | null => {
    const text = told(id)
    return text === null ? null : by(text)
  }
  const count = read(months, readMonths)
  const monthly = read(wage, readAmount)
  const received = read(paid, readAmount)
  if (count === null || monthly === null || received === null) return { told: says.missing[speaks], formula: null }
  if (!sameCurrency(monthly, received)) return { told: says.currencies[speaks], formula: null }
  const [pay, got] = inOneCurrency(monthly, received)
  // In hundredths, so that halves of months and cents stay exact.
  const owed: Amount = { ...pay, value: Math.round(count * Math.round(pay.value * 100) - Math.round(got.value * 100)) / 100 }
  if (owed.value <= 0) return { told: says.nothing[speaks], formula: null }
  const formula = `${shownNumber(count, speaks)} × ${shownAmount(pay, speaks)} − ${shownAmount(got, speaks)} = ${shownAmount(owed, speaks)}`
  return { told: says.sum[speaks].replace('{rumus}', () => formula), formula }
}

/** Each shown with a currency when one of them was written with it. */
function inOneCurrency(one: Amount, other: Amount): readonly [Amount, Amount] {
  const { currency, currencyFirst } = one.currency === null ? other : one
  return [
    { ...one, currency, currencyFirst },
    { ...other, currency, currencyFirst },
  ]
}
