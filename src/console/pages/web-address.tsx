import type { FC } from 'hono/jsx'

/** A link to a page elsewhere. Knowledge files are edited by people: an address that would run script is not made a link. */
export const WebAddress: FC<{ address: string | null; text: string }> = ({ address, text }) => {
  const isSafe = address !== null && URL.canParse(address) && ['http:', 'https:'].includes(new URL(address).protocol)
  const shown = text === '' ? (address ?? '') : text
  return isSafe ? (
    <a href={address} rel="noreferrer noopener" target="_blank">
      {shown}
    </a>
  ) : (
    <>{shown}</>
  )
}
