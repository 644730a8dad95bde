/** Everything that is not text: each kind gets an answer that says what could be read of it, or a reason for silence. */
import type { Step, Understood } from './step.ts'

/** How long the bot stays silent after a member of staff typed on the paired phone. */
const PAUSE_AFTER_TYPED = 4 * 3_600_000

export function specialContent(understood: Understood): Step | null {
  const { input, say } = understood
  const { content } = input.message
  switch (content.kind) {
    case 'text':
    case 'edited':
    case 'choice':
    case 'command':
    case 'heard':
      return null
    case 'reaction':
      // A thumb up or down was taken as feedback before; other signs need no answer.
      return silent('thanks', 'reaction')
    case 'voice':
      return said(say.VOICE, 'voice', { needsStaff: 'unseen-media' })
    case 'photo':
      return content.caption.trim() === '' ? said(say.PHOTO, 'photo', { needsStaff: 'unseen-media' }) : null
    case 'document':
      return content.caption.trim() === '' ? said(say.DOCUMENT, 'document', { needsStaff: 'unseen-media' }) : null
    case 'location':
      return said(say.LOCATION, 'location', { needsStaff: 'unseen-media' })
    case 'contact':
      return said(say.CONTACT, 'contact')
    case 'sticker':
      return said(say.STICKER, 'sticker')
    case 'group-message':
      return said(say.GROUP, 'group')
    case 'unsupported':
      return said(content.what === 'call' ? say.CALL : say.UNSUPPORTED, `unsupported-${content.what.slice(0, 40)}`)
    case 'undecryptable':
      return silent('out-of-scope', 'undecryptable')
    case 'deleted':
      return { ...silent('privacy', 'deleted-by-person'), effects: { forgetExternalId: content.ofExternalId } }
    case 'typed-on-phone':
      return { ...silent('talk-to-human', 'staff-typed-on-phone'), source: 'staff', effects: { pauseUntil: input.now + PAUSE_AFTER_TYPED } }
    case 'membership':
      return { ...silent('out-of-scope', content.blocked ? 'blocked' : 'unblocked'), effects: { blocked: content.blocked } }
  }
}

function said(text: string, note: string, effects: Step['effects'] = {}): Step {
  return { bubbles: [{ text }], outcome: 'smalltalk', topic: 'about-bot', source: 'conversation', note, effects }
}

function silent(topic: Step['topic'], note: string): Step {
  return { bubbles: [], outcome: 'smalltalk', topic, source: 'conversation', note }
}
