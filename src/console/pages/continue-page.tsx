import { html } from 'hono/html'
import type { FC } from 'hono/jsx'
import type { Language, Words } from '../words/words.ts'

/** Asks for the same page again at once, from here. */
export const ContinuePage: FC<{ words: Words; language: Language; address: string }> = ({ words, language, address }) =>
  html`<!doctype html>${(
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="refresh" content={`0; url=${address}`} />
          <title>{words.product}</title>
        </head>
        <body>
          <p>
            <a href={address}>{words.signIn.continuing}</a>
          </p>
        </body>
      </html>
    )}`
