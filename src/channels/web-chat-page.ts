/** The one page of the web chat, whole without a script. `html` escapes everything that people wrote. */
import { html } from 'hono/html'
import type { Entry } from './web-chat-mailbox.ts'

export const PATHS = {
  page: '/chat',
  send: '/chat/kirim',
  updates: '/chat/baru',
  leave: '/chat/keluar',
  style: '/chat/gaya.css',
  script: '/chat/skrip.js',
} as const

export interface PageContent {
  /** Neutral: it is the title of the tab, which others may see. */
  readonly title: string
  /** First words of the assistant, shown above the conversation. */
  readonly intro: string
  readonly entries: readonly Entry[]
  /** This browser has a session, so replies may come. */
  readonly live: boolean
  /** Kept in the box when a message could not be taken. */
  readonly draft: string
  readonly alert: string
  /** Makes a double submit count once. */
  readonly nonce: string
  readonly exitUrl: string
}

type Markup = ReturnType<typeof html>

export function chatPage(content: PageContent): Markup {
  const last = content.entries.at(-1)
  return html`<!doctype html>
    <html lang="id">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${content.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${PATHS.style}" />
        <script src="${PATHS.script}" defer></script>
      </head>
      <body>
        <header>
          <h1>${content.title}</h1>
          <a class="exit" id="leave" href="${PATHS.leave}" data-to="${content.exitUrl}" rel="noreferrer nofollow">Keluar cepat</a>
        </header>
        <main>
          <p>${content.intro}</p>
          <div
            id="log"
            role="log"
            aria-live="polite"
            aria-label="Percakapan"
            data-last="${last?.number ?? 0}"
            data-updates="${PATHS.updates}"
            data-live="${content.live ? 'yes' : 'no'}"
          >
            ${content.entries.map((entry) => showEntry(entry, entry === last, content.nonce))}
          </div>
          <p id="reload"><a href="${PATHS.page}">Lihat balasan baru</a></p>
          <p class="alert" id="alert" role="alert">${content.alert}</p>
          <form id="write" method="post" action="${PATHS.send}">
            <label for="text">Tulis pesan</label>
            <textarea id="text" name="text" maxlength="4000" required autocomplete="off" aria-describedby="hint">${content.draft}</textarea>
            <input type="hidden" name="nonce" value="${content.nonce}" />
            <p class="hint" id="hint">Dalam bahaya sekarang? Tulis 9. Ingin petugas? Tulis 0.</p>
            <button type="submit">Kirim</button>
          </form>
        </main>
        <footer>
          <p class="hint">Tombol "Keluar cepat", atau Esc tiga kali, menutup percakapan ini. Riwayat peramban tidak ikut terhapus.</p>
        </footer>
      </body>
    </html>`
}

function showEntry(entry: Entry, isLast: boolean, nonce: string): Markup {
  const who = entry.from === 'person' ? 'Anda: ' : 'Jawaban: '
  const file = entry.page === undefined ? '' : fileLink(entry.number, entry.page.fileName)
  const below = [file, isLast && entry.choices.length > 0 ? choiceForm(entry, nonce) : '']
  return html`<div class="entry ${entry.from}">
    <span class="who">${who}</span><span class="said">${showLines(entry.text)}</span>${below}
  </div>`
}

export function filePath(number: number): string {
  return `${PATHS.page}/berkas/${number}`
}

function fileLink(number: number, name: string): Markup {
  return html` <a class="file" href="${filePath(number)}" download="${name}">Unduh PDF</a>`
}

function choiceForm(entry: Entry, nonce: string): Markup {
  const buttons = entry.choices.map(
    (choice, index) => html`<button name="choice" value="${choice.id}">${index + 1} ${choice.label}</button>`,
  )
  return html`<form class="choices" method="post" action="${PATHS.send}">
    <input type="hidden" name="nonce" value="${nonce}" />${buttons}
  </form>`
}

/** A line that is only a number can be tapped to call. */
function showLines(text: string): (Markup | string)[] {
  return text.split('\n').flatMap((line, index) => {
    const shown = /^\s*\+?[\d ()-]{3,22}\s*$/.test(line) ? html`<a href="tel:${line.replace(/[^+\d]/g, '')}">${line}</a>` : line
    return index === 0 ? [shown] : ['\n', shown]
  })
}
