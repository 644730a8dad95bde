/** Alerts by e-mail, over SMTP. The only file that knows nodemailer; loaded when configured. */
import type { AlertTarget } from './alert-target.ts'

export interface MailOptions {
  /** "smtps://name:password@smtp.example.org:465" */
  readonly url: string
  readonly from: string
  readonly to: readonly string[]
  readonly level: AlertTarget['level']
}

const MILLISECONDS = 15_000

/** Accepted means that the server took it for every address. */
export async function mailTarget({ url, from, to, level }: MailOptions): Promise<AlertTarget> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    url,
    connectionTimeout: MILLISECONDS,
    greetingTimeout: MILLISECONDS,
    socketTimeout: MILLISECONDS,
    logger: false,
  })
  return {
    name: 'mail',
    level,
    async send(text) {
      try {
        const [subject = ''] = text.split('\n')
        const { accepted } = await transport.sendMail({ from, to: [...to], subject, text, disableFileAccess: true, disableUrlAccess: true })
        return accepted.length === to.length
      } catch {
        // Which of the many ways a mail server can fail is the operator's to see in its own log.
        return false
      }
    },
  }
}
