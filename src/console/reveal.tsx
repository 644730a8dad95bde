/** How a person can be reached outside of this console. Asked for with a reason, in the audit trail before it is shown. */
import { REVEAL_REASONS } from './answering-limits.ts'
import { failure, formText } from './answers.tsx'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { frameOf } from './pages/frame.tsx'
import { RevealPage } from './pages/reveal-page.tsx'
import { transcriptPage } from './transcript.tsx'

/** `POST /percakapan/:id/buka-alamat`: only in this answer, never in an address and not kept by the browser. */
export async function revealAddress(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const asked = await formText(context, 'alasan')
  const reason = REVEAL_REASONS.find((known) => known === asked)
  if (reason === undefined) return transcriptPage(context, parts, { revealProblem: true })
  const person = await parts.store.db.selectFrom('people').select('pseudonym').where('id', '=', id).executeTakeFirst()
  if (!person) return failure(context, parts, 'notFound')
  await parts.audit.record({ staffId, action: 'address-revealed', subject: id, detail: { reason } })
  const rows = await parts.store.db
    .selectFrom('addresses')
    .select(['channel', 'sealed', 'address_hash'])
    .where('person_id', '=', id)
    .orderBy('rank')
    .execute()
  const addresses = rows.map(({ channel, sealed, address_hash }) => ({
    channel,
    text: readable(parts.seal.open(sealed, `addresses:${address_hash}`)),
  }))
  return context.html(
    <RevealPage frame={await frameOf(context, parts)} conversationId={id} pseudonym={person.pseudonym} addresses={addresses} />,
  )
}

/** "6281…@s.whatsapp.net" is a telephone number; an id of another kind is shown as it is. */
function readable(address: string): string {
  const phone = /^(\d{7,15})@s\.whatsapp\.net$/.exec(address)
  return phone ? `+${phone[1]}` : address
}
