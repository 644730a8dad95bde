/** `/ready`: every part by name, for monitoring. Not ready when a part that people depend on is down. */
import type { Model } from '../answers/model.ts'
import type { App } from '../app.ts'

export interface Readiness {
  readonly ready: boolean
  readonly parts: Readonly<Record<string, { readonly state: string; readonly detail: string }>>
}

const ALERTS = {
  off: 'no staff channel is configured: set TELEGRAM_STAFF_CHAT or SMTP_URL',
  starting: 'the first test alert is under way',
  up: '',
  down: 'no staff channel accepts alerts',
} as const

export function readiness(app: App): Readiness {
  const parts: Record<string, { state: string; detail: string }> = {}
  let ready = true
  for (const channel of app.channels.values()) {
    const health = channel.health()
    parts[channel.name] = { state: health.state, detail: health.detail }
    if (health.state === 'down') ready = false
  }
  const errors = app.assistant.problems.filter((problem) => problem.severity === 'error')
  parts['knowledge'] =
    errors.length === 0
      ? { state: 'up', detail: `${app.assistant.knowledge.cards.size} cards` }
      : { state: 'degraded', detail: `${errors.length} problems, first in ${errors[0]!.path}: run "npm run knowledge -- check"` }
  parts['inbox'] = { state: 'up', detail: `${app.turns.waiting()} waiting` }
  parts['outbox'] = { state: 'up', detail: `${app.sender.waiting()} waiting` }
  if (app.model) parts['model'] = modelState(app.model)
  const { state, acceptedAt } = app.alerter.health()
  parts['alerts'] = { state, detail: acceptedAt === null ? ALERTS[state] : `last accepted ${new Date(acceptedAt).toISOString()}` }
  if (state === 'down') ready = false
  const { staff } = app.duty.presence()
  parts['staff'] = { state: staff === 'on-duty' ? 'up' : 'degraded', detail: staff }
  return { ready, parts }
}

/** Without a model the assistant answers all the same: that is no reason not to be ready. */
function modelState(model: Model): { state: string; detail: string } {
  const status = model.status()
  if (status.state === 'up') return { state: 'up', detail: model.name }
  const because = status.because === 'budget' ? 'the tokens of the day are used up (MODEL_DAILY_TOKENS)' : 'its server does not answer'
  return { state: 'degraded', detail: `without a model now: ${because}, until ${new Date(status.until).toISOString()}` }
}
