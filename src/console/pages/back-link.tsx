import type { FC } from 'hono/jsx'
import { Icon } from './icons.tsx'

/** The arrow in front of a page's heading. */
export const BackLink: FC<{ href: string; label: string }> = ({ href, label }) => (
  <a class="back" href={href} aria-label={label}>
    <Icon name="back" />
  </a>
)
