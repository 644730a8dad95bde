import type { FC } from 'hono/jsx'
import { Page, type Frame } from './frame.tsx'
import { Empty } from './parts.tsx'
import { Card } from './sign-in-page.tsx'

export interface ErrorView {
  readonly title: string
  readonly text: string
}

/** Any page that cannot be shown: says why and where to go. */
export const ErrorPage: FC<{ frame: Frame; view: ErrorView }> = ({ frame, view }) => {
  if (frame.viewer === null)
    return (
      <Card frame={frame} title={view.title}>
        <p>{view.text}</p>
      </Card>
    )
  return (
    <Page frame={frame} title={view.title}>
      <h1 class="unseen">{view.title}</h1>
      <Empty icon="question" title={view.title}>
        <p>{view.text}</p>
        <a href="/">{frame.words.errors.home}</a>
      </Empty>
    </Page>
  )
}
