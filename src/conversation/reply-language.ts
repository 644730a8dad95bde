/** In which language a person is answered. */
import type { Language, Spoken } from '../message.ts'
import type { ConversationState } from './state.ts'

/** Fewer words than this tell no language: "ok", "help", "visa korea" stand in messages of any. */
const WORDS_THAT_TELL = 3

/** What the conversation knows; a new one knows nothing. */
export type LanguageSoFar = Pick<ConversationState, 'language' | 'writes'>

export const NO_LANGUAGE: LanguageSoFar = { language: null, writes: null }

/**
 * What the person chose; else what this message is written in; else, when it is too short to tell, what was
 * written before. Indonesian where nothing is known.
 */
export function replyLanguage(soFar: LanguageSoFar, identified: Language, words: readonly string[]): Spoken {
  if (soFar.language !== null) return soFar.language === 'en' ? 'en' : 'id'
  return writtenLanguage(soFar.writes, identified, words) ?? 'id'
}

/** The same where no message is there to tell: for what is written to a person unasked. */
export function spokenLast(soFar: LanguageSoFar): Spoken {
  return replyLanguage(soFar, 'id', [])
}

/** Kept in the conversation for the next short message. Null until a message was long enough. */
export function writtenLanguage(before: ConversationState['writes'], identified: Language, words: readonly string[]): Spoken | null {
  const telling = words.filter((word) => /\p{L}/u.test(word))
  return telling.length < WORDS_THAT_TELL ? before : identified === 'en' ? 'en' : 'id'
}

/** Which safety texts serve: English for those who are answered in it; a regional language goes under the Indonesian. */
export function safetyLanguage(soFar: LanguageSoFar, identified: Language, words: readonly string[]): Language {
  if (replyLanguage(soFar, identified, words) === 'en') return 'en'
  return soFar.language ?? (identified === 'en' ? 'id' : identified)
}
