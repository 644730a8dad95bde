import type { FC } from 'hono/jsx'
import { mayActAs, type Viewer } from '../deps.ts'
import type { StaffRole } from '../../store/schema.ts'
import type { Words } from '../words/words.ts'
import type { Frame } from './frame.tsx'
import { FormToken } from './form.tsx'
import { Icon, type IconName } from './icons.tsx'
import { LanguageLink } from './language-link.tsx'

interface Place {
  readonly path: string
  readonly word: (words: Words) => string
  readonly icon: IconName
  readonly role: StaffRole
  /** Stands in the bar of a phone; the rest is behind its menu. */
  readonly first: boolean
  /** Set apart from the one above: talking, the shift, the answers, the house. */
  readonly begins?: boolean
}

const PLACES: readonly Place[] = [
  { path: '/', word: (words) => words.layout.inbox, icon: 'inbox', role: 'viewer', first: true },
  { path: '/kasus', word: (words) => words.layout.cases, icon: 'case', role: 'viewer', first: true },
  { path: '/cari', word: (words) => words.layout.search, icon: 'search', role: 'viewer', first: true },
  { path: '/kabar', word: (words) => words.layout.events, icon: 'bell', role: 'viewer', first: true },
  { path: '/jaga', word: (words) => words.layout.duty, icon: 'clock', role: 'viewer', first: false, begins: true },
  { path: '/serah-terima', word: (words) => words.layout.handover, icon: 'check', role: 'viewer', first: false },
  { path: '/izin', word: (words) => words.consents.title, icon: 'person', role: 'viewer', first: false },
  { path: '/pertanyaan', word: (words) => words.layout.questions, icon: 'question', role: 'viewer', first: false, begins: true },
  { path: '/pengetahuan', word: (words) => words.layout.knowledge, icon: 'book', role: 'viewer', first: false },
  { path: '/angka', word: (words) => words.layout.numbers, icon: 'chart', role: 'viewer', first: false },
  { path: '/kanal', word: (words) => words.layout.channels, icon: 'channels', role: 'viewer', first: false, begins: true },
  { path: '/petugas', word: (words) => words.layout.staff, icon: 'staff', role: 'admin', first: false },
  { path: '/ekspor', word: (words) => words.layout.exports, icon: 'out', role: 'admin', first: false },
  { path: '/audit', word: (words) => words.layout.audit, icon: 'audit', role: 'admin', first: false },
  { path: '/akun', word: (words) => words.layout.account, icon: 'account', role: 'viewer', first: false },
]

/** A column beside the page; on a phone a bar below it. */
export const Navigation: FC<{ frame: Frame; viewer: Viewer }> = ({ frame, viewer }) => {
  const { words } = frame
  const places = PLACES.filter((place) => mayActAs(viewer.role, place.role))
  const rest = places.filter((place) => !place.first)
  return (
    <header class="side">
      <a class="brand" href="/">
        <span class="brand-mark" aria-hidden="true">
          TM
        </span>
        <span>
          <strong>{words.product}</strong>
          {frame.operatorName ? <small>{frame.operatorName}</small> : null}
        </span>
      </a>
      <nav aria-label={words.layout.menu}>
        <ul class="places">
          {places.map((place) => (
            <PlaceLink frame={frame} place={place} />
          ))}
          <li class="more">
            <details name="more">
              <summary>
                <Icon name="menu" />
                <span>{words.layout.menu}</span>
              </summary>
              <div class="more-panel">
                <ul>
                  {rest.map((place) => (
                    <PlaceLink frame={frame} place={place} />
                  ))}
                </ul>
                <Leaving frame={frame} viewer={viewer} />
              </div>
            </details>
          </li>
        </ul>
      </nav>
      <div class="side-foot">
        <p class="who">
          <strong>{viewer.name}</strong>
          <small>{words.labels.role[viewer.role]}</small>
        </p>
        <Leaving frame={frame} viewer={viewer} />
      </div>
    </header>
  )
}

const PlaceLink: FC<{ frame: Frame; place: Place }> = ({ frame, place }) => {
  const { pathname } = frame.url
  const current =
    pathname === place.path || pathname.startsWith(`${place.path}/`) || (place.path === '/' && pathname.startsWith('/percakapan/'))
  return (
    <li class={`place${place.first ? '' : ' place-second'}${place.begins ? ' place-begins' : ''}`}>
      <a href={place.path} aria-current={current ? 'page' : undefined}>
        <Icon name={place.icon} />
        <span>{place.word(frame.words)}</span>
      </a>
    </li>
  )
}

const Leaving: FC<{ frame: Frame; viewer: Viewer }> = ({ frame, viewer }) => (
  <div class="leaving">
    <LanguageLink frame={frame} />
    <form method="post" action="/keluar">
      <FormToken viewer={viewer} />
      <button class="quiet" type="submit">
        <Icon name="out" />
        {frame.words.layout.signOut}
      </button>
    </form>
  </div>
)
