/**
 * A turn with the help of a model: a second look at danger, cards for a question that the router was unsure of, kinder words for
 * cards. The turn without help is there before, and is what the person gets whenever anything is in doubt.
 */
import type { Model, Reply } from '../answers/model.ts'
import type { Prompt, Prompts } from '../answers/prompts.ts'
import { reword } from '../answers/reword.ts'
import { cardChoiceSchema, routingOf, type Candidates } from '../intents/ask-which-card.ts'
import { stem } from '../intents/features.ts'
import type { Routing } from '../intents/routing.ts'
import { safeError, type Logger } from '../log.ts'
import type { IncomingContent, TriageVerdict } from '../message.ts'
import { raisedBy, secondLookSchema } from '../triage/second-look.ts'
import { bareDigit, commandOf } from './command-words.ts'
import { openCrisis } from './crisis-turn.ts'
import { textOf } from './receipt.ts'
import { routeMessage } from './routed.ts'
import type { ModelHelp, PathParts, TurnInput, Understood } from './step.ts'
import type { Turn } from './turn.ts'
import { understand } from './understand.ts'

export interface Helped {
  readonly turn: Turn
  /** When the second look was not done in time: what it finds. The turn that follows up is made of it. */
  readonly later: Promise<ModelHelp | null> | null
}

export interface HelpedTurns {
  /** Whether a model has a part in answering this. */
  wants(input: TurnInput, local: Turn): boolean
  /** `local`: the turn without help. Never rejects; when the signal aborts, the turn comes at once. */
  help(input: TurnInput, local: Turn, signal: AbortSignal): Promise<Helped>
}

export interface HelpedTurnsParts {
  readonly path: PathParts
  readonly handleMessage: (input: TurnInput) => Turn
  readonly candidates: Candidates
  readonly model: Model
  readonly prompts: Prompts
  readonly logger: Logger
}

/** Milliseconds after which the first reply waits no longer for the second look. */
const SECOND_LOOK_HOLDS_UP = 2_500
/** After this the second look itself is given up. */
const SECOND_LOOK_DEADLINE = 8_000
const UNDERSTAND_DEADLINE = 2_500
/** What waited longer than this is first asked about: see the door. */
const NO_LONGER_FRESH = 30 * 60_000
/** "Halo kak", "makasih ya": nothing to look at a second time. */
const WORDS_OF_SMALLTALK = 3
/** A long message is looked at in its beginning and its end. Characters. */
const LONGEST_QUESTION = 2_000
/** Notes of the router's own outcomes: what it did not decide by itself is no question of which card. */
const BY_ROUTER: ReadonlySet<string | undefined> = new Set(['text', 'follow-up', 'country-only', 'several-questions'])

export function createHelpedTurns(parts: HelpedTurnsParts): HelpedTurns {
  const { path, model, prompts } = parts

  const wishes = (input: TurnInput, local: Turn): { look: boolean; choose: boolean; reword: boolean } => {
    const { content } = input.message
    const text = textOf(content)
    const none = { look: false, choose: false, reword: false }
    if (!isWritten(content) || text.trim() === '' || bareDigit(text) !== null || commandOf(content) !== null) return none
    if (local.verdict.urgency === 'emergency' || local.kind !== 'reply' || openCrisis({ input }) !== null) return none
    // What answers a question of ours may be a word that nobody else may know: see code-word.ts.
    if (local.outcome === 'flow' || input.state.awaiting !== null) return none
    if (input.now - input.message.sentAt > NO_LONGER_FRESH || input.lateAnswersWait) return none
    const words = path.normalise(text).rawWords.length
    const { note, source } = local.reason
    const routed = BY_ROUTER.has(note)
    return {
      look: !(local.outcome === 'smalltalk' && words <= WORDS_OF_SMALLTALK),
      choose: routed && (local.outcome === 'choices' || local.outcome === 'unknown') && local.topic !== 'case-status',
      reword: routed && local.outcome === 'answer' && source === 'card',
    }
  }

  /** A reply, noted in `used`; else why there is none. */
  const noted = <Value>(reply: Reply<Value>, prompt: Prompt, used: string[]): Value | null => {
    if (!reply.ok) return null
    used.push(`${prompt.id}@${prompt.version}`)
    return reply.value
  }

  const look = async (question: string, found: TriageVerdict, used: string[], signal: AbortSignal): Promise<TriageVerdict | null> => {
    const prompt = prompts['second-look']
    const reply = await model.ask({
      prompt,
      variables: { question },
      schema: secondLookSchema,
      maxTokens: 60,
      deadline: SECOND_LOOK_DEADLINE,
      signal,
    })
    const said = noted(reply, prompt, used)
    return said === null ? null : raisedBy(said, found)
  }

  const chooseCards = async (understood: Understood, question: string, used: string[], signal: AbortSignal): Promise<Routing | null> => {
    const { knowledge } = path
    const routing = routeMessage(understood)
    const candidates = parts.candidates(understood.normalised, routing)
    if (candidates.length === 0) return null
    const before = understood.input.state.route.lastCards.map((id) => knowledge.cards.get(id)?.title).filter((title) => title !== undefined)
    const prompt = prompts.understand
    const reply = await model.ask({
      prompt,
      variables: {
        question,
        before: before.length === 0 ? 'nothing' : before.join('; '),
        cards: candidates.map(({ id, title, countries }) => `${id}: ${title} (${countries.join(', ') || 'every country'})`).join('\n'),
        countries: [...knowledge.countries.values()].map(({ code, names }) => `${code} ${names[0]}`).join(', '),
      },
      schema: cardChoiceSchema,
      maxTokens: 150,
      deadline: UNDERSTAND_DEADLINE,
      signal,
    })
    const chosen = noted(reply, prompt, used)
    return chosen === null ? null : routingOf(chosen, routing, candidates, understood.countries[0] ?? null, knowledge)
  }

  /** The answer with help, without the second look. */
  const answer = async (input: TurnInput, local: Turn, question: string, used: string[], signal: AbortSignal): Promise<ModelHelp> => {
    const understood = understand(path, input)
    const routing = wishes(input, local).choose ? await chooseCards(understood, question, used, signal) : null
    const help: ModelHelp = { reason: { used }, ...(routing === null ? {} : { routing }) }
    const turn = routing === null ? local : parts.handleMessage({ ...input, help })
    if (!wishes(input, turn).reword) return help
    const result = await reword(
      { model, prompt: prompts.answer, knowledge: path.knowledge, stem },
      { cards: turn.cards, question, speaks: understood.speaks, now: input.now, signal },
    )
    if (result === null) return help
    if (result.ok) {
      used.push(`answer@${prompts.answer.version}`)
      return { ...help, reworded: result.value }
    }
    parts.logger.info({ event: 'model-words-not-sent', cause: result.cause, prompt: `answer@${prompts.answer.version}`, cards: turn.cards })
    return { ...help, reason: { used, rejected: result.cause } }
  }

  return {
    wants(input, local) {
      if (model.status().state === 'without') return false
      const { look: looks, choose, reword: rewords } = wishes(input, local)
      return looks || choose || rewords
    },
    async help(input, local, signal) {
      const used: string[] = []
      // As it is stored: with everything that identifies the person taken out.
      const question = shortened(local.redacted)
      const stopAnswering = new AbortController()
      const began = performance.now()
      try {
        const looking = wishes(input, local).look ? look(question, local.verdict, used, signal) : Promise.resolve(null)
        const answering = answer(input, local, question, used, AbortSignal.any([signal, stopAnswering.signal]))
        const emergency = looking.then((found) => (found?.urgency === 'emergency' ? found : answering.then(() => null)))
        const first = await Promise.race([emergency, answering.then(() => null)])
        if (first) {
          stopAnswering.abort()
          return { turn: parts.handleMessage({ ...input, help: { reason: { used }, verdict: first } }), later: null }
        }
        const help = await answering
        const found = await within(looking, began + SECOND_LOOK_HOLDS_UP - performance.now(), signal)
        const whole = found === 'late' || found === null ? help : { ...help, verdict: found }
        return {
          turn: used.length === 0 && help.reason.rejected === undefined ? local : parts.handleMessage({ ...input, help: whole }),
          later: found === 'late' ? looking.then((verdict) => (verdict === null ? null : { reason: { used }, verdict, late: true })) : null,
        }
      } catch (error) {
        stopAnswering.abort()
        parts.logger.error({ event: 'model-help-failed', ...safeError(error) })
        return { turn: local, later: null }
      }
    },
  }
}

/** What a person wrote in words, to us alone. */
function isWritten(content: IncomingContent): boolean {
  return content.kind === 'text' || content.kind === 'edited' || content.kind === 'photo' || content.kind === 'document'
}

function shortened(text: string): string {
  return text.length <= LONGEST_QUESTION ? text : `${text.slice(0, LONGEST_QUESTION / 2)} … ${text.slice(-LONGEST_QUESTION / 2)}`
}

/** The value, or `late` when it takes longer, or when the signal says to wait no more. */
function within<Value>(work: Promise<Value>, milliseconds: number, signal: AbortSignal): Promise<Value | 'late'> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve('late'), Math.max(0, milliseconds))
    signal.addEventListener('abort', () => resolve('late'), { once: true })
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
