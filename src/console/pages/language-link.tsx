import type { FC } from 'hono/jsx'
import type { Frame } from './frame.tsx'

/** This page in the other language, named in that language. */
export const LanguageLink: FC<{ frame: Frame }> = ({ frame }) => {
  const other = frame.language === 'id' ? 'en' : 'id'
  const query = new URLSearchParams(frame.url.search)
  query.set('bahasa', other)
  return (
    <a href={`${frame.url.pathname}?${query.toString()}`} hreflang={other} lang={other}>
      {frame.words.layout.otherLanguage}
    </a>
  )
}
