import type { Child, FC } from 'hono/jsx'
import { Page, type Frame } from './frame.tsx'

interface RevealedProps {
  readonly frame: Frame
  readonly title: string
  readonly heading: string
  readonly facts: readonly { readonly name: string; readonly value: Child }[]
  readonly back: { readonly href: string; readonly text: string }
  /** Above the facts. */
  readonly children?: Child
}

/** What was asked for with a reason. Shown once; going back or reloading asks for a reason again. */
export const Revealed: FC<RevealedProps> = ({ frame, title, heading, facts, back, children }) => (
  <Page frame={frame} title={title}>
    <div class="page-head">
      <h1>{heading}</h1>
    </div>
    <div class="card narrow">
      {children}
      <dl>
        {facts.map(({ name, value }) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <p class="hint after">{frame.words.review.revealNoted}</p>
      <p class="after">
        <a href={back.href}>{back.text}</a>
      </p>
    </div>
  </Page>
)
