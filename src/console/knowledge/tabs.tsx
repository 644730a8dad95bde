/** The parts of the knowledge pages, side by side. */
import type { FC } from 'hono/jsx'
import type { Frame } from '../pages/frame.tsx'
import { Tabs } from '../pages/tabs.tsx'

export const KnowledgeTabs: FC<{ frame: Frame }> = ({ frame }) => {
  const { title, tabs } = frame.words.knowledge
  return (
    <Tabs
      frame={frame}
      title={title}
      tabs={[
        ['/pengetahuan', tabs.cards],
        ['/pengetahuan/kontak', tabs.contacts],
        ['/pengetahuan/pengumuman', tabs.notices],
        ['/pengetahuan/p3mi', tabs.agencies],
        ['/pengetahuan/coba', tabs.tryOut],
      ]}
    />
  )
}
