import type { FC } from 'hono/jsx'
import { isShown } from '../../knowledge/notices.ts'
import type { Notice as PinnedNotice } from '../../knowledge/schema.ts'
import { mayActAs } from '../deps.ts'
import { countryName } from '../labels.ts'
import { FormToken, Notice, Select, type Option } from '../pages/form.tsx'
import { Page, type Frame } from '../pages/frame.tsx'
import { Empty, Tag } from '../pages/parts.tsx'
import { WebAddress } from '../pages/web-address.tsx'
import type { NoticeField, NoticeForm, NoticeProblems } from './notices.tsx'
import { KnowledgeTabs } from './tabs.tsx'

interface NoticesPageProps {
  readonly frame: Frame
  readonly notices: readonly { readonly notice: PinnedNotice; readonly revision: string | null }[]
  readonly contacts: readonly Option[]
  readonly form: NoticeForm
  readonly problems: NoticeProblems
  readonly editing: boolean
  readonly now: number
}

export const NoticesPage: FC<NoticesPageProps> = (props) => {
  const { frame, notices, problems, editing } = props
  const { words, viewer } = frame
  const text = words.knowledge
  const may = editing && viewer !== null && mayActAs(viewer.role, 'caseworker')
  return (
    <Page frame={frame} title={text.noticesTitle}>
      <div class="page-head">
        <h1>{text.noticesTitle}</h1>
      </div>
      <KnowledgeTabs frame={frame} />
      <p class="intro">{text.noticesIntro}</p>
      {problems.kind === null ? null : <Notice kind="wrong">{text.noticeProblems[problems.kind]}</Notice>}
      {problems.findings.map((finding) => (
        <p class="problem" lang="en">
          {finding}
        </p>
      ))}
      {notices.length === 0 ? (
        <Empty icon="bell" title={text.noNotices}>
          <p>{text.noNoticesText}</p>
        </Empty>
      ) : (
        <ul class="events">
          {notices.map(({ notice, revision }) => (
            <NoticeItem {...props} notice={notice} undoes={may ? revision : null} />
          ))}
        </ul>
      )}
      {may ? <PinForm {...props} /> : null}
      {editing ? null : <p class="hint">{text.editingOff}</p>}
    </Page>
  )
}

const NoticeItem: FC<NoticesPageProps & { notice: PinnedNotice; undoes: string | null }> = ({ frame, notice, undoes, now }) => {
  const { words, times, language, viewer } = frame
  const text = words.knowledge
  return (
    <li class="event">
      <p>
        {notice.countries.map((code) => (
          <Tag>{countryName(code, language)}</Tag>
        ))}{' '}
        <Tag tone={isShown(notice, now) ? 'calm' : 'plain'}>
          {isShown(notice, now) ? text.shownNow : Date.parse(notice.from) > now ? text.shownLater : text.shownBefore}
        </Tag>
      </p>
      <p class="notice-text">{notice.text}</p>
      <p class="event-foot">
        <span>
          {times.date(notice.from)} – {times.date(notice.until)}
        </span>
        <WebAddress address={notice.source.address} text={notice.source.title} />
      </p>
      {undoes !== null && viewer !== null ? (
        <details class="fold">
          <summary>{text.undo}</summary>
          <form method="post" action={`/pengetahuan/pengumuman/${notice.id}/batalkan`}>
            <FormToken viewer={viewer} />
            <input type="hidden" name="dasar" value={undoes} />
            <div class="field">
              <label for={`alasan-${notice.id}`}>{text.reason}</label>
              <input id={`alasan-${notice.id}`} name="alasan" type="text" required maxlength={300} />
            </div>
            <button class="danger" type="submit">
              {text.undoNotice}
            </button>
          </form>
        </details>
      ) : null}
    </li>
  )
}

const PinForm: FC<NoticesPageProps> = (props) => {
  const { frame, form, contacts } = props
  const { words, viewer } = frame
  const text = words.knowledge
  if (viewer === null) return null
  return (
    <section class="card after" aria-labelledby="pasang">
      <h2 id="pasang">{text.pinTitle}</h2>
      <form method="post" action="/pengetahuan/pengumuman">
        <FormToken viewer={viewer} />
        <NoticeLine {...props} name="negara" />
        <NoticeLine {...props} name="isi" rows={3} />
        <div class="edit-dates">
          <NoticeLine {...props} name="mulai" type="date" />
          <NoticeLine {...props} name="sampai-hari" type="date" />
        </div>
        <NoticeLine {...props} name="sumber" />
        <NoticeLine {...props} name="alamat" />
        <NoticeLine {...props} name="terbit" type="date" />
        <Select name="kontak" label={text.noticeFields.kontak} options={contacts} value={form.kontak} any={text.noContact} />
        <NoticeLine {...props} name="alasan" />
        <button class="main" type="submit">
          {text.pinNow}
        </button>
      </form>
    </section>
  )
}

type LineProps = NoticesPageProps & { readonly name: NoticeField; readonly type?: 'text' | 'date'; readonly rows?: number }

const NoticeLine: FC<LineProps> = ({ frame, form, problems, name, type = 'text', rows }) => {
  const text = frame.words.knowledge
  const isWrong = problems.fields.has(name)
  const hint = text.noticeHints[name]
  const described = [hint === '' ? '' : `n-${name}-hint`, isWrong ? `n-${name}-problem` : ''].filter((id) => id !== '').join(' ')
  const attributes = {
    id: `n-${name}`,
    name,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': isWrong ? ('true' as const) : undefined,
  }
  return (
    <div class={isWrong ? 'field field-wrong' : 'field'}>
      <label for={`n-${name}`}>{text.noticeFields[name]}</label>
      {hint === '' ? null : (
        <p class="hint" id={`n-${name}-hint`}>
          {hint}
        </p>
      )}
      {rows === undefined ? (
        <input type={type} value={form[name]} autocomplete="off" maxlength={500} {...attributes} />
      ) : (
        <textarea rows={rows} maxlength={300} {...attributes}>
          {form[name]}
        </textarea>
      )}
      {isWrong ? (
        <p class="problem" id={`n-${name}-problem`}>
          {text.noticeFieldProblems[name]}
        </p>
      ) : null}
    </div>
  )
}
