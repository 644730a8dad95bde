/** The parts of the knowledge pages, side by side. */
import type { FC } from 'hono/jsx'
import type { Frame } from '../pages/frame.tsx'

const TABS = [
  ['/pengetahuan', 'cards'],
  ['/pengetahuan/kontak', 'contacts'],
  ['/pengetahuan/pengumuman', 'notices'],
  ['/pengetahuan/coba', 'tryOut'],
] as const

export const KnowledgeTabs: FC<{ frame: Frame }> = ({ frame }) => (
  <nav class="tabs" aria-label={frame.words.knowledge.title}>
    <ul>
      {TABS.map(([path, name]) => (
        <li>
          <a href={path} aria-current={frame.url.pathname === path ? 'page' : undefined}>
            {frame.words.knowledge.tabs[name]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
