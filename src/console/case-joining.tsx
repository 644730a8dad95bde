/** Several people report about the same person: staff see their cases together, they never see each other. */
import { readCaseNumber } from '../cases/case-number.ts'
import { failure } from './answers.tsx'
import { casePage, changeCase, typed } from './case-answers.tsx'
import { joining, parting } from './case-work.ts'
import { readCase } from './cases-query.ts'
import type { ConsoleContext, ConsoleParts } from './deps.ts'

/** `POST /kasus/:id/gabung`: to the open case whose number was typed. */
export async function joinCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const nomor = await typed(context, 'nomor', 20)
  const number = readCaseNumber(nomor)
  const main =
    number === null
      ? undefined
      : await parts.store.db
          .selectFrom('cases')
          .select(['id', 'number'])
          .where('number', '=', number)
          .where('closed_at', 'is', null)
          .where('joined_to', 'is', null)
          .where('id', '!=', context.req.param('id') ?? '')
          .executeTakeFirst()
  if (main === undefined) return casePage(context, parts, { problem: 'join', typed: { nomor } })
  return changeCase(context, parts, 'case-joined', (id, staffId) => joining(parts, id, staffId, main))
}

/** `POST /kasus/:id/pisah` */
export async function partCase(context: ConsoleContext, parts: ConsoleParts): Promise<Response> {
  const row = await readCase(parts.store.db, context.req.param('id') ?? '')
  const main = row?.joined_to ?? null
  if (main === null) return failure(context, parts, 'notFound')
  return changeCase(context, parts, 'case-parted', (id, staffId) => parting(parts, id, staffId, main))
}
