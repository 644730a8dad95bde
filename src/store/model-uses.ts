/** The record of what the model was asked, and the sum of the day. */
import type { ModelLedger } from '../answers/model.ts'
import type { Database } from './database.ts'
import type { NewId } from './ids.ts'
import { write } from './writes.ts'

export function createModelLedger(store: Database, newId: NewId): ModelLedger {
  const { db } = store
  return {
    async tokensSince(at) {
      const row = await db
        .selectFrom('model_uses')
        .select((eb) => eb.fn.sum<number | null>(eb('tokens_in', '+', eb.ref('tokens_out'))).as('tokens'))
        .where('at', '>=', at)
        .executeTakeFirstOrThrow()
      return row.tokens ?? 0
    },
    async record({ prompt, tokensIn, tokensOut, ...use }) {
      await store.commit([
        write(
          db.insertInto('model_uses').values({
            ...use,
            id: newId(),
            prompt: prompt.id,
            prompt_version: prompt.version,
            prompt_hash: prompt.hash,
            tokens_in: tokensIn,
            tokens_out: tokensOut,
          }),
        ),
      ])
    },
  }
}
