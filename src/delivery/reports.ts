/** What the transport says later about a message of ours. */
import type { DeliveryReport } from '../channels/channel.ts'
import type { Database } from '../store/database.ts'
import type { OutboxState } from '../store/schema.ts'
import { write } from '../store/writes.ts'

/** The states that a report may move on from; anything else stays, so that no word moves a message backwards. */
const MOVES_ON: Readonly<Record<DeliveryReport['state'], { readonly to: OutboxState; readonly from: readonly OutboxState[] }>> = {
  // A row that waits for another attempt, or was left in doubt, has arrived after all.
  accepted: { to: 'sent', from: ['waiting', 'sending', 'ambiguous'] },
  delivered: { to: 'delivered', from: ['waiting', 'sending', 'ambiguous', 'sent'] },
  read: { to: 'read', from: ['waiting', 'sending', 'ambiguous', 'sent', 'delivered'] },
  refused: { to: 'failed', from: ['sending', 'sent', 'ambiguous'] },
}

/**
 * Stores a report; whether a message of ours turned out not to have arrived. Word about a send whose answer was lost
 * names our own id, and brings the transport's.
 * "delivered" after "read" is ignored, and so is word about what is not ours. Rejects when it cannot be stored.
 */
export async function noteDelivery(store: Database, report: DeliveryReport, now: number): Promise<boolean> {
  const { to, from } = MOVES_ON[report.state]
  const changes = await store.commit([
    write(
      store.db
        .updateTable('outbox')
        .set((eb) => ({
          state: to,
          sealed_bubble: null,
          provider_id: eb.fn.coalesce('provider_id', eb.val(report.providerId)),
          ...(to === 'failed' ? {} : { sent_at: eb.fn.coalesce('sent_at', eb.val(now)) }),
          ...(report.reason === null ? {} : { error: report.reason }),
        }))
        .where((eb) =>
          report.outboxId === undefined
            ? eb('provider_id', '=', report.providerId)
            : eb.or([eb('provider_id', '=', report.providerId), eb.and([eb('id', '=', report.outboxId), eb('provider_id', 'is', null)])]),
        )
        .where('channel', '=', report.channel)
        .where('state', 'in', [...from]),
    ),
  ])
  return to === 'failed' && changes.some((count) => count > 0)
}
