/** Where staff are alerted, as configured. Mail's library is loaded only when it is. */
import type { App } from '../app.ts'
import type { TelegramChannel } from '../channels/telegram.ts'

export async function addAlertTargets(app: App, telegram: TelegramChannel | null): Promise<void> {
  const { mail, staffChat } = app.config
  if (telegram && staffChat !== null) app.addAlertTarget({ name: 'telegram', level: 'first', send: telegram.alertStaff })
  if (mail === null) return
  const { mailTarget } = await import('../alerts/mail.ts')
  const server = { url: mail.url, from: mail.from }
  app.addAlertTarget(await mailTarget({ ...server, to: mail.to, level: 'first' }))
  if (mail.escalationTo.length > 0) app.addAlertTarget(await mailTarget({ ...server, to: mail.escalationTo, level: 'escalation' }))
}
