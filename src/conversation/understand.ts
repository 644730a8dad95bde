/** A message read: its words, its country and area, what the triage makes of it. */
import { missionOfArea } from '../knowledge/first-call.ts'
import { openCrisis } from './crisis-turn.ts'
import { familyCodeOf } from './family-code.ts'
import { textOf, verdictOf } from './receipt.ts'
import { replyLanguage } from './reply-language.ts'
import { wording } from './wording.ts'
import type { TriageVerdict } from '../message.ts'
import type { PathParts, TurnInput, Understood } from './step.ts'

/** Country and area of this message, else of the crisis or the conversation. A new country forgets the area of the old one. */
export function understand(parts: PathParts, input: TurnInput): Understood {
  // A code says nothing, in no language.
  const text = familyCodeOf(input.message.content) === null ? textOf(input.message.content) : ''
  const normalised = parts.normalise(text)
  const language = parts.identifyLanguage(normalised)
  const speaks = replyLanguage(input.state, language, isNameAskedFor(parts, input.state) ? [] : normalised.rawWords)
  const { codes, negated } = parts.findCountries(normalised)
  const crisis = openCrisis({ input })
  const { lastCountry } = input.state.route
  const country = codes[0] ?? crisis?.country ?? lastCountry
  const named = missionOfArea(normalised.rawWords, country, parts.knowledge)
  return {
    // What is awaited is awaited of one message only: a menu or a photo in between lets it go.
    input: { ...input, state: { ...input.state, awaiting: null } },
    awaited: input.state.awaiting,
    parts,
    text,
    normalised,
    language,
    speaks,
    say: wording(speaks),
    countries: codes,
    negatedCountries: negated,
    country,
    mission: named ?? (country === lastCountry ? input.state.mission : null),
    // In a crisis the same words may mean more than they did on receipt.
    verdict: raised(
      input.onReceipt?.verdict ??
        (crisis === null && input.readOnReceipt ? input.readOnReceipt : verdictOf(parts.triage, input.message.content, crisis)),
      input.help?.verdict,
    ),
  }
}

/** A name or an address tells no language: "Flat 12, Tower 3, Hong Kong" is written by whoever works there. */
function isNameAskedFor({ flows }: PathParts, { flow }: TurnInput['state']): boolean {
  const question = flows.find(({ id }) => id === flow?.id)?.questions.find(({ id }) => id === flow?.question)
  return flow?.status === 'asked' && question?.identifying === true
}

/** A second look only ever raises. */
function raised(found: TriageVerdict, second: TriageVerdict | undefined): TriageVerdict {
  if (second === undefined || found.urgency === 'emergency') return found
  if (second.urgency === 'emergency') return second
  return second.doubtful ? { ...found, doubtful: true, rules: [...found.rules, ...second.rules] } : found
}
