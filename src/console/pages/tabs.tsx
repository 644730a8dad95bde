/** Pages that belong together, side by side; the one that is shown is marked. */
import type { FC } from 'hono/jsx'
import type { Frame } from './frame.tsx'

export const Tabs: FC<{ frame: Frame; title: string; tabs: readonly (readonly [path: string, name: string])[] }> = ({
  frame,
  title,
  tabs,
}) => (
  <nav class="tabs" aria-label={title}>
    <ul>
      {tabs.map(([path, name]) => (
        <li>
          <a href={path} aria-current={frame.url.pathname === path ? 'page' : undefined}>
            {name}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
