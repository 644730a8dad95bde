import type { FC } from 'hono/jsx'
import type { StaffRole, StaffTable } from '../../store/schema.ts'
import type { Viewer } from '../deps.ts'
import { FormToken, Notice, Select } from './form.tsx'
import { Page, type Frame } from './frame.tsx'
import { Moment } from './parts.tsx'

type StaffRow = Pick<StaffTable, 'id' | 'name' | 'alias' | 'role' | 'created_at' | 'disabled_at' | 'restricted_team'> & {
  readonly secondFactor: boolean
}

interface StaffPageProps {
  readonly frame: Frame
  readonly staff: readonly StaffRow[]
  readonly roles: readonly StaffRole[]
  readonly problem: string | null
}

export const StaffPage: FC<StaffPageProps> = ({ frame, staff, roles, problem }) => {
  const { words, viewer } = frame
  if (viewer === null) return null
  const team = staff.filter((person) => person.restricted_team === 1 && person.disabled_at === null)
  return (
    <Page frame={frame} title={words.staff.title}>
      <div class="page-head">
        <h1>{words.staff.title}</h1>
      </div>
      {problem === null ? null : <Notice kind="wrong">{problem}</Notice>}
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{words.staff.name}</th>
            <th scope="col">{words.staff.alias}</th>
            <th scope="col">{words.staff.role}</th>
            <th scope="col">{words.staff.since}</th>
            <th scope="col">{words.factor.title}</th>
            <th scope="col">{words.restricted.teamColumn}</th>
            <th scope="col">{words.staff.state}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          {staff.map((person) => (
            <StaffLine frame={frame} viewer={viewer} person={person} isLastOfTeam={person.restricted_team === 1 && team.length === 1} />
          ))}
        </tbody>
      </table>
      <div class="columns">
        <section class="card" aria-labelledby="undang">
          <h2 id="undang">{words.staff.inviteTitle}</h2>
          <p class="hint">{words.staff.inviteText}</p>
          <form method="post" action="/petugas/undang">
            <FormToken viewer={viewer} />
            <Select
              name="peran"
              label={words.staff.role}
              options={roles.map((value) => ({ value, text: words.labels.role[value] }))}
              value="reviewer"
            />
            <button class="main" type="submit">
              {words.staff.invite}
            </button>
          </form>
        </section>
        <section class="card" aria-labelledby="arti">
          <h2 id="arti">{words.staff.rolesTitle}</h2>
          <dl>
            {roles.map((role) => (
              <>
                <dt>{words.labels.role[role]}</dt>
                <dd>{words.labels.roleMeaning[role]}</dd>
              </>
            ))}
          </dl>
          <p class="hint">{words.restricted.teamText}</p>
        </section>
      </div>
    </Page>
  )
}

const StaffLine: FC<{ frame: Frame; viewer: Viewer; person: StaffRow; isLastOfTeam: boolean }> = ({
  frame,
  viewer,
  person,
  isLastOfTeam,
}) => {
  const { words, times } = frame
  const isDisabled = person.disabled_at !== null
  const isMember = person.restricted_team === 1
  const action = (path: string, text: string, field?: { readonly name: string; readonly value: string }) => (
    <form method="post" action={`/petugas/${person.id}/${path}`}>
      <FormToken viewer={viewer} />
      {field === undefined ? null : <input type="hidden" {...field} />}
      <button class="small" type="submit" aria-label={words.staff.forWhom(text, person.name)}>
        {text}
      </button>
    </form>
  )
  return (
    <tr class={isDisabled ? 'is-off' : ''}>
      <th scope="row">
        {person.name} {person.id === viewer.staffId ? <small>({words.staff.you})</small> : null}
      </th>
      <td data-label={words.staff.alias}>{person.alias}</td>
      <td data-label={words.staff.role} class="whole">
        {words.labels.role[person.role]}
      </td>
      <td data-label={words.staff.since}>
        <Moment at={person.created_at} times={times} />
      </td>
      <td data-label={words.factor.title}>{person.secondFactor ? words.factor.on : words.factor.off}</td>
      <td data-label={words.restricted.teamColumn}>{isMember ? words.restricted.isMember : words.restricted.isNoMember}</td>
      <td data-label={words.staff.state}>{isDisabled ? words.staff.disabled : words.staff.active}</td>
      <td class="actions">
        {isDisabled || isLastOfTeam
          ? null
          : action('tim-terbatas', isMember ? words.restricted.leave : words.restricted.join, {
              name: 'ikut',
              value: isMember ? '0' : '1',
            })}
        {isDisabled ? action('aktif', words.staff.enable) : action('tautan', words.staff.reset)}
        {isDisabled || person.id === viewer.staffId || !person.secondFactor ? null : action('lepas-faktor', words.factor.removeOf)}
        {isDisabled || person.id === viewer.staffId ? null : action('nonaktif', words.staff.disable)}
      </td>
    </tr>
  )
}

/** Shows a one-time link, once. */
export const OneTimeLinkPage: FC<{ frame: Frame; address: string; forWhom: string }> = ({ frame, address, forWhom }) => {
  const { words } = frame
  return (
    <Page frame={frame} title={words.staff.linkTitle}>
      <div class="page-head">
        <h1>{words.staff.linkTitle}</h1>
      </div>
      <div class="card">
        <p>{forWhom}</p>
        <div class="field">
          <label for="tautan">{words.staff.linkText}</label>
          <div class="search-line">
            <input id="tautan" class="mono" type="text" value={address} readonly />
            <button type="button" hidden data-copy="tautan" data-copied={words.staff.copied}>
              {words.staff.copy}
            </button>
          </div>
        </div>
        <p>
          <a href="/petugas">{words.staff.back}</a>
        </p>
      </div>
    </Page>
  )
}
