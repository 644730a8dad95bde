/**
 * What turns moments and codes into words. Making one takes a hundred times as long as using it (0.1 ms), which a list of
 * some hundred dates would make the serving thread wait for: each is made once. There are as many as zones to choose
 * times a handful of forms.
 */
const moments = new Map<string, Intl.DateTimeFormat>()
const regions = new Map<string, Intl.DisplayNames>()

/** `options` name the zone. */
export function momentFormat(locale: string, options: Intl.DateTimeFormatOptions & { timeZone: string }): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options])
  const known = moments.get(key) ?? new Intl.DateTimeFormat(locale, options)
  moments.set(key, known)
  return known
}

/** Names of countries in a language. */
export function regionNames(language: string): Intl.DisplayNames {
  const known = regions.get(language) ?? new Intl.DisplayNames([language], { type: 'region', style: 'short' })
  regions.set(language, known)
  return known
}
