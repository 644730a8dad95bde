/** A referral letter, to be printed. It is shown once and kept nowhere. */
import type { FC } from 'hono/jsx'
import type { CaseReferral } from '../case-work-query.ts'
import type { CaseRow } from '../cases-query.ts'
import { countryName } from '../labels.ts'
import { BackLink } from './back-link.tsx'
import { kindName } from './cases-page.tsx'
import { Page, type Frame } from './frame.tsx'
import { Fact } from './parts.tsx'

interface Letter {
  readonly row: CaseRow
  readonly referral: CaseReferral
  /** Facts that tell nobody's identity. */
  readonly told: readonly { readonly label: string; readonly text: string }[]
  /** What identifies the person; empty without consent. */
  readonly names: readonly { readonly label: string; readonly text: string }[]
  /** Under which name the member of staff signs. */
  readonly alias: string
  readonly at: number
}

/** Kinds that a letter does not name: it may lie open on a desk (care: sensitive matters, restricted team). */
const UNNAMED: readonly string[] = ['sexual-violence', 'self-harm', 'code-word']

export const LetterPage: FC<{ frame: Frame; letter: Letter }> = ({ frame, letter }) => {
  const { row, referral, told, names, alias, at } = letter
  const { words, times, language, operatorName } = frame
  const text = words.caseWork.letter
  return (
    <Page frame={frame} title={`${text.title} ${row.number}`}>
      <div class="page-head on-screen">
        <BackLink href={`/kasus/${row.id}`} label={text.back} />
        <h1>{text.title}</h1>
      </div>
      <p class="hint on-screen">{text.print}</p>
      <article class="letter card">
        <header>
          <strong>{operatorName ?? words.product}</strong>
          <p>{times.day(at)}</p>
        </header>
        <p>
          {text.to}
          <br />
          <strong>{referral.recipient}</strong>
        </p>
        <p>
          <strong>{text.about(row.number)}</strong>
        </p>
        <p>{text.opening}</p>
        <p>{text.text}</p>
        <dl class="facts">
          <Fact name={text.number}>{row.number}</Fact>
          {referral.reference === null ? null : <Fact name={text.reference}>{referral.reference}</Fact>}
          {row.country === null ? null : <Fact name={text.country}>{countryName(row.country, language)}</Fact>}
          <Fact name={text.kind}>{UNNAMED.includes(row.kind) ? text.protected : kindName(frame, row)}</Fact>
          <Fact name={text.urgency}>{words.cases.lanes[row.lane]}</Fact>
          <Fact name={text.opened}>{times.moment(row.opened_at)}</Fact>
        </dl>
        {told.length === 0 ? null : <Told name={text.told} facts={told} />}
        {names.length === 0 ? <p>{text.withoutIdentity}</p> : <Told name={text.identity} facts={names} />}
        <p>{referral.consent === 'agreed' ? text.agreed(referral.recipient, times.moment(referral.at)) : text.atRisk}</p>
        <p>{text.please}</p>
        <p>{text.notOfficial}</p>
        <p>{text.thanks}</p>
        <p class="signed">
          {text.regards}
          <br />
          {alias}
          {operatorName === null ? null : (
            <>
              <br />
              {operatorName}
            </>
          )}
        </p>
      </article>
    </Page>
  )
}

const Told: FC<{ name: string; facts: readonly { readonly label: string; readonly text: string }[] }> = ({ name, facts }) => (
  <>
    <h2>{name}</h2>
    <dl class="facts">
      {facts.map(({ label, text }) => (
        <Fact name={label}>{text}</Fact>
      ))}
    </dl>
  </>
)
