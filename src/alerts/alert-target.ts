/** Where alerts go: a staff group, a mailbox. People are never reached this way. */
export interface AlertTarget {
  /** For logs and pages: "telegram", "mail". */
  readonly name: string
  /** `first`: from the first alert on; `escalation`: only when nobody took a case for long. */
  readonly level: 'first' | 'escalation'
  /** Whether the other side accepted it. Never rejects; ends when `stop` is aborted. */
  send(text: string, stop: AbortSignal): Promise<boolean>
}
