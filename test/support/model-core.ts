/** The core with a scripted model, in real time, and what it would have said without one. */
import { turnInMemory } from '../../src/ask-session.ts'
import { newConversation } from '../../src/conversation/state.ts'
import { textMessage } from './builders-core.ts'
import { assistant, startCore, type Core, type CoreOptions } from './core-app.ts'
import { modelServer, replied, type AskedOf, type ModelServer, type Script } from './model-server.ts'

export const NO_DANGER = replied({ danger: 'none', certainty: 'sure' })
export const NO_CARD = replied({ cards: [], sure: false, country: null })

export interface Scripts {
  readonly answer?: Script | ((asked: AskedOf) => Script)
  readonly understand?: Script | ((asked: AskedOf) => Script)
  readonly look?: Script | ((asked: AskedOf) => Script)
}

/** One script for each prompt; without one the model finds no danger, no card, and has no words. */
export function scripted({ answer, understand, look }: Scripts): (asked: AskedOf) => Script {
  return (asked) => {
    const by: Readonly<Record<string, Scripts[keyof Scripts]>> = {
      answer: answer ?? replied({ opening: 'none', sentences: [] }),
      understand: understand ?? NO_CARD,
      'second-look': look ?? NO_DANGER,
    }
    const script = by[asked.prompt]
    return typeof script === 'function' ? script(asked) : (script ?? { kind: 'status', status: 500 })
  }
}

export interface ModelCore extends Core {
  readonly server: ModelServer
  /** Sends a text and waits until all is done; gives what the person sees since. */
  say(text: string, from?: string): Promise<string[]>
}

export async function startModelCore(scripts: Scripts, options: CoreOptions = {}): Promise<ModelCore> {
  const server = await modelServer(scripted(scripts))
  const core = await startCore({
    ...options,
    environment: { MODEL_CHAT: 'small', OPENAI_BASE_URL: server.url, ...options.environment },
  })
  return {
    ...core,
    server,
    async say(text, from = '7001') {
      const before = core.telegram.shown(from).length
      await core.telegram.receive(textMessage(text, { from, sentAt: Date.now() }))
      await core.app.idle()
      return core.telegram.shown(from).slice(before)
    },
  }
}

let strangers = 0

/** The first answer to this text when there is no model. */
export function withoutModel(text: string): readonly string[] {
  // A stranger each time: short messages of one person within a minute are read together.
  strangers++
  return turnInMemory(assistant(), textMessage(text, { from: `stranger-${strangers}`, sentAt: Date.now() }), newConversation).texts
}
