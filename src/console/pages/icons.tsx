/** Line icons, 24 units wide. Always beside a word, so hidden from screen readers. */
import type { FC } from 'hono/jsx'

const PATHS = {
  inbox: 'M3 13h5l1.5 3h5L16 13h5M3 13l3-8h12l3 8v6H3z',
  case: 'M4 8h16v12H4zM9 8V4h6v4M4 13h16',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 21 21',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  channels: 'M4 6h16v11H9l-5 4z',
  book: 'M5 4h10a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h10M9 8h5',
  chart: 'M4 20V4M4 20h16M8 20v-7M12 20V8M16 20v-5',
  staff: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-7 7-7s7 3 7 7M16 3.5a4 4 0 0 1 0 7M18 14.5c2.500 1 4 3.500 4 6.500',
  audit: 'M6 3h9l4 4v14H6zM9 12h7M9 16h7M9 8h3',
  account: 'M12 12a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM4 21c0-4.500 3.500-7 8-7s8 2.500 8 7',
  menu: 'M4 6h16M4 12h16M4 18h16',
  out: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9',
  danger: 'M12 3 2 20h20zM12 9v5M12 17v.5',
  hold: 'M5 12a7 7 0 1 0 14 0 7 7 0 0 0-14 0zM7 7l10 10',
  pause: 'M8 5v14M16 5v14',
  blocked: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8 8l8 8M16 8l-8 8',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c0-4 3-6 7-6s7 2 7 6',
  clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3 2',
  check: 'M5 12l5 5 9-10',
  checks: 'M2 12l5 5 9-10M12 16l1 1 9-10',
  cross: 'M6 6l12 12M18 6 6 18',
  back: 'M15 5l-7 7 7 7',
  question: 'M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17v.5',
  up: 'M8 11v9H4v-9zM8 11l4-8c2 0 2 1.500 2 3v3h5l-1.500 10H8',
  down: 'M8 13V4H4v9zM8 13l4 8c2 0 2-1.500 2-3v-3h5L17.500 5H8',
} as const
export type IconName = keyof typeof PATHS

export const Icon: FC<{ name: IconName }> = ({ name }) => (
  <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
  </svg>
)
