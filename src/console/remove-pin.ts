/** A person who forgot their PIN: staff remove it once they are sure who it is. It is never shown; there is nothing to show. */
import { failure, formText, seeOther } from './answers.tsx'
import { PIN_PROOFS } from './answering-limits.ts'
import { viewerOf, type ConsoleContext, type ConsoleParts } from './deps.ts'
import { transcriptPage } from './transcript.tsx'

/** `POST /percakapan/:id/hapus-pin`: `cara` says how they made sure, and stands in the audit trail. */
export async function removePin(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const { staffId } = viewerOf(context)
  const id = context.req.param('id') ?? ''
  const asked = await formText(context, 'cara')
  const proof = PIN_PROOFS.find((known) => known === asked)
  if (proof === undefined) return transcriptPage(context, parts, { pinProblem: true })
  const { db } = parts.store
  const person = await db.selectFrom('people').select('id').where('id', '=', id).executeTakeFirst()
  if (!person) return failure(context, parts, 'notFound')
  await parts.audit.record({ staffId, action: 'pin-removed', subject: id, detail: { proof } }, [
    { query: db.deleteFrom('pins').where('conversation_id', '=', id).compile() },
  ])
  return seeOther(context, `/percakapan/${id}`)
}
