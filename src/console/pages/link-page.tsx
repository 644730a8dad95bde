import type { FC } from 'hono/jsx'
import type { StaffLinksTable } from '../../store/schema.ts'
import { Field } from './form.tsx'
import type { Frame } from './frame.tsx'
import { Card } from './sign-in-page.tsx'

interface LinkView {
  readonly link: Pick<StaffLinksTable, 'purpose' | 'role'> & { readonly name: string | null }
  readonly token: string
  readonly name: string
  readonly alias: string
  readonly problems: { readonly name?: string | undefined; readonly alias?: string | undefined; readonly password?: string | undefined }
}

/** Makes an account, or sets a new password, by a one-time link. */
export const LinkPage: FC<{ frame: Frame; view: LinkView }> = ({ frame, view }) => {
  const { words } = frame
  const { link, problems } = view
  const isReset = link.purpose === 'reset'
  const title = { first: words.link.firstTitle, invite: words.link.inviteTitle, reset: words.link.resetTitle }[link.purpose]
  const intro = {
    first: words.link.firstText,
    invite: words.link.inviteText(words.labels.role[link.role]),
    reset: words.link.resetText(link.name ?? ''),
  }
  return (
    <Card frame={frame} title={title}>
      <p class="intro">{intro[link.purpose]}</p>
      <form method="post" action={`/tautan/${view.token}`}>
        {isReset ? (
          <input
            class="unseen"
            type="text"
            name="nama"
            value={link.name ?? ''}
            autocomplete="username"
            readonly
            tabindex={-1}
            aria-hidden="true"
          />
        ) : (
          <>
            <Field
              name="nama"
              label={words.link.name}
              hint={words.link.nameHint}
              value={view.name}
              problem={problems.name}
              autocomplete="username"
              maxlength={60}
            />
            <Field
              name="alias"
              label={words.link.alias}
              hint={words.link.aliasHint}
              value={view.alias}
              problem={problems.alias}
              maxlength={40}
            />
          </>
        )}
        <Field
          name="sandi"
          label={words.link.password}
          type="password"
          hint={words.link.passwordHint}
          problem={problems.password}
          autocomplete="new-password"
          maxlength={256}
        />
        <button class="main" type="submit">
          {isReset ? words.link.set : words.link.make}
        </button>
      </form>
    </Card>
  )
}
