/** Choices by which numbers and exports are narrowed down; each may be left at "all". */
import type { FC } from 'hono/jsx'
import { CHANNELS, LANGUAGES, TOPICS } from '../../message.ts'
import { countryName, label } from '../labels.ts'
import { FILTER_COUNTRIES } from '../times.ts'
import { Select, type Option } from './form.tsx'
import type { Frame } from './frame.tsx'

interface TalkFiltersProps {
  readonly frame: Frame
  /** What is chosen; empty: all. */
  readonly chosen: { readonly kanal: string; readonly topik: string; readonly negara: string; readonly isi: string }
}

export const TalkFilters: FC<TalkFiltersProps> = ({ frame, chosen }) => {
  const { words, language } = frame
  const { inbox, labels } = words
  const named = (ids: readonly string[], names: Readonly<Record<string, string>>): Option[] =>
    ids.map((value) => ({ value, text: label(names, value) }))
  const byText = (one: Option, other: Option): number => one.text.localeCompare(other.text)
  const countries = FILTER_COUNTRIES.map((value) => ({ value, text: countryName(value, language) })).toSorted(byText)
  return (
    <>
      <Select name="kanal" label={inbox.channel} options={named(CHANNELS, labels.channel)} value={chosen.kanal} any={inbox.any} />
      <Select
        name="topik"
        label={inbox.topic}
        options={named(TOPICS, labels.topic).toSorted(byText)}
        value={chosen.topik}
        any={inbox.any}
      />
      <Select name="negara" label={inbox.country} options={countries} value={chosen.negara} any={inbox.any} />
      <Select name="isi" label={inbox.language} options={named(LANGUAGES, labels.language)} value={chosen.isi} any={inbox.any} />
    </>
  )
}
