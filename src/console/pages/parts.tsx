/** Small parts that several pages share. */
import type { Child, FC } from 'hono/jsx'
import type { Times } from '../times.ts'
import { Icon, type IconName } from './icons.tsx'

/** A time that machines can read too; the long form shows on hover. */
export const Moment: FC<{ at: number; times: Times; show?: 'moment' | 'clock' }> = ({ at, times, show = 'moment' }) => (
  <time datetime={new Date(at).toISOString()} title={`${times.day(at)}, ${times.clock(at)}`}>
    {show === 'clock' ? times.clock(at) : times.moment(at)}
  </time>
)

export const Tag: FC<{ icon?: IconName; tone?: 'plain' | 'danger' | 'urgent' | 'calm'; children?: Child }> = ({
  icon,
  tone = 'plain',
  children,
}) => (
  <span class={`tag tag-${tone}`}>
    {icon ? <Icon name={icon} /> : null}
    {children}
  </span>
)

/** In a `dl`. */
export const Fact: FC<{ name: string; children?: Child }> = ({ name, children }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

/** Shown where a list has nothing in it. */
export const Empty: FC<{ icon: IconName; title: string; children?: Child }> = ({ icon, title, children }) => (
  <div class="empty">
    <Icon name={icon} />
    <h2>{title}</h2>
    {children}
  </div>
)
