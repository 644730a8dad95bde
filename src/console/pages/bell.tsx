import type { FC } from 'hono/jsx'
import type { Words } from '../words/words.ts'
import { Icon } from './icons.tsx'

export const Bell: FC<{ words: Words; count: number }> = ({ words, count }) =>
  count === 0 ? null : (
    <section class="banner" role="alert" aria-label={words.cases.bell}>
      <Icon name="danger" />
      <p>{words.cases.untaken(count)}</p>
      <a href="/kasus">{words.cases.title}</a>
    </section>
  )
