import type { FC } from 'hono/jsx'
import type { Frame } from '../pages/frame.tsx'

const TABS = [
  ['/angka', 'numbers'],
  ['/angka/mingguan', 'weekly'],
  ['/angka/sampel', 'sample'],
] as const

export const NumberTabs: FC<{ frame: Frame }> = ({ frame }) => (
  <nav class="tabs" aria-label={frame.words.numbers.title}>
    <ul>
      {TABS.map(([path, name]) => (
        <li>
          <a href={path} aria-current={frame.url.pathname === path ? 'page' : undefined}>
            {frame.words.numbers.tabs[name]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
