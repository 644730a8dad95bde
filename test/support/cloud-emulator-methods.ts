/** `POST /{phone}/messages` as Meta checks it; refusals carry Meta's codes. */
import type { CloudState, Person, ShownMessage } from './cloud-emulator-state.ts'
import { newWamid, Refusal } from './cloud-emulator-state.ts'

type Payload = Record<string, unknown>
const DAY = 24 * 3_600_000

export interface Accepted {
  readonly wamid: string
  readonly person: Person
  /** A code when the message is refused by a later status. */
  readonly laterFailure: number | null
  readonly opaque: string | null
}

/** Takes a message, or throws a Refusal. */
export function takeMessage(state: CloudState, payload: Payload): Accepted {
  need(payload['messaging_product'] === 'whatsapp', 'messaging_product must be whatsapp')
  const person = state.find(payload)
  if (!person) throw new Refusal(400, 131026, 'Message undeliverable')
  const given = payload['biz_opaque_callback_data']
  const opaque = typeof given === 'string' ? given : null
  need(given === undefined || (opaque !== null && opaque.length <= 512), 'biz_opaque_callback_data')
  const shown = read(state, payload)
  const at = state.now()
  if (state.pairGap > 0 && at - person.lastShownAt < state.pairGap) throw new Refusal(400, 131056, 'Pair rate limit hit')
  const isClosed = shown.kind !== 'template' && (person.lastWroteAt === null || at - person.lastWroteAt > DAY)
  if (isClosed && state.windowRefusal === 'answer') throw new Refusal(400, 131047, 'Re-engagement message')
  const laterFailure = isClosed ? 131047 : (state.laterFailures.shift() ?? null)
  const wamid = newWamid()
  if (laterFailure === null) {
    person.lastShownAt = at
    person.shown.push({ ...shown, wamid, at, opaque })
    state.onShown()
  }
  return { wamid, person, laterFailure, opaque }
}

function read(state: CloudState, payload: Payload): Pick<ShownMessage, 'kind' | 'text' | 'choices'> {
  switch (payload['type']) {
    case 'text': {
      const body = textOf(payload['text'], 'body')
      need(body !== '' && body.length <= 4096, 'text.body must have 1 to 4096 characters')
      return { kind: 'text', text: body, choices: [] }
    }
    case 'interactive':
      return readInteractive(payload['interactive'] as Payload)
    case 'template': {
      const template = payload['template'] as { name: string; language: { code: string } }
      const text = state.templates.get(`${template.name}/${template.language.code}`)
      if (text === undefined) throw new Refusal(404, 132001, 'Template does not exist')
      return { kind: 'template', text, choices: [] }
    }
    default:
      throw new Refusal(400, 131051, 'Unsupported message type')
  }
}

function readInteractive(interactive: Payload): Pick<ShownMessage, 'kind' | 'text' | 'choices'> {
  const text = textOf(interactive['body'], 'text')
  need(text !== '' && text.length <= 1024, 'interactive.body must have 1 to 1024 characters')
  const action = interactive['action'] as Payload
  if (interactive['type'] === 'button') {
    const buttons = (action['buttons'] as { reply: { id: string; title: string } }[]).map(({ reply }) => reply)
    need(buttons.length >= 1 && buttons.length <= 3, '1 to 3 buttons')
    for (const { id, title } of buttons) need(id.length >= 1 && id.length <= 256 && title.length >= 1 && title.length <= 20, 'button')
    need(new Set(buttons.map(({ title }) => title)).size === buttons.length, 'button titles must differ')
    return { kind: 'interactive', text, choices: buttons.map((one) => ({ ...one, how: 'button_reply' as const })) }
  }
  need(interactive['type'] === 'list', 'button or list')
  const label = action['button']
  need(typeof label === 'string' && label.length >= 1 && label.length <= 20, 'the list needs a button')
  const sections = action['sections'] as { rows: { id: string; title: string; description?: string }[] }[]
  const rows = sections.flatMap((section) => section.rows)
  need(rows.length >= 1 && rows.length <= 10, '1 to 10 rows')
  for (const { id, title, description = '' } of rows)
    need(id.length >= 1 && id.length <= 200 && title.length >= 1 && title.length <= 24 && description.length <= 72, 'row')
  need(new Set(rows.map(({ id }) => id)).size === rows.length, 'row ids must differ')
  return { kind: 'interactive', text, choices: rows.map(({ id, title }) => ({ id, title, how: 'list_reply' as const })) }
}

function textOf(holder: unknown, name: string): string {
  const value: unknown = holder instanceof Object ? Reflect.get(holder, name) : undefined
  return typeof value === 'string' ? value : ''
}

function need(condition: boolean, what: string): void {
  if (!condition) throw new Refusal(400, 100, `Invalid parameter: ${what}`)
}
