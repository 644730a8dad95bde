import type { FC } from 'hono/jsx'
import type { Frame } from '../pages/frame.tsx'
import { Tabs } from '../pages/tabs.tsx'

export const NumberTabs: FC<{ frame: Frame }> = ({ frame }) => {
  const { title, tabs } = frame.words.numbers
  return (
    <Tabs
      frame={frame}
      title={title}
      tabs={[
        ['/angka', tabs.numbers],
        ['/angka/mingguan', tabs.weekly],
        ['/angka/sampel', tabs.sample],
      ]}
    />
  )
}
