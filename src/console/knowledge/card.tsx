import { answerFromCards, cardDetails } from '../../answers/answer.ts'
import type { Card } from '../../knowledge/schema.ts'
import { failure } from '../answers.tsx'
import type { ConsoleContext, ConsoleParts } from '../deps.ts'
import { frameOf } from '../pages/frame.tsx'
import { CardPage } from './card-page.tsx'
import type { Undone } from './publish.ts'
import { hashOf, revisionsOf } from './revisions.ts'
import { usesByWeek } from './uses.ts'
import { EMPTY_VERIFY_FORM, type VerifyForm } from './verify-form.ts'

/** What a refused form of the page says. */
export interface CardForms {
  readonly verify?: VerifyForm
  readonly undoProblem?: Exclude<Undone, 'done'> | null
}

/** `GET /pengetahuan/kartu/:id` */
export function showCard(context: ConsoleContext, parts: ConsoleParts): Response | Promise<Response> {
  const card = parts.knowledge.served().cards.get(context.req.param('id') ?? '')
  return card ? cardPage(context, parts, card, {}) : failure(context, parts, 'notFound')
}

/** The page, also as the answer to a form that was refused. */
export async function cardPage(context: ConsoleContext, parts: ConsoleParts, card: Card, forms: CardForms): Promise<Response> {
  const knowledge = parts.knowledge.served()
  const now = parts.now()
  const [frame, revisions, weeks] = await Promise.all([
    frameOf(context, parts),
    revisionsOf(parts.reader, card.path),
    usesByWeek(parts.reader, card.id, now),
  ])
  const shipped = parts.knowledge.shippedText(card.path)
  const spoken = (['id', 'en'] as const).filter((language) => language === 'id' || card.english !== undefined)
  const refused = forms.verify?.problem !== undefined || forms.undoProblem !== undefined
  return context.html(
    <CardPage
      frame={frame}
      card={card}
      knowledge={knowledge}
      replies={spoken.map((language) => ({
        language,
        bubbles: answerFromCards([card.id], knowledge, now, undefined, language).bubbles,
        details: cardDetails(card.id, knowledge, now, language),
      }))}
      problems={parts.knowledge.problems().filter(({ path }) => path === card.path)}
      weeks={weeks}
      revisions={revisions}
      shippedChanged={revisions[0] !== undefined && revisions[0].text !== null && revisions[0].base_hash !== hashOf(shipped)}
      editing={parts.knowledge.editing}
      verify={forms.verify ?? EMPTY_VERIFY_FORM}
      undoProblem={forms.undoProblem ?? null}
      now={now}
    />,
    refused ? 422 : 200,
  )
}
