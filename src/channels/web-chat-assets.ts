/** The style and the script of the web chat, small enough for a weak phone on a slow net. */

export const STYLE = `
:root{color-scheme:light dark;--back:#fff;--text:#1a1a1a;--soft:#f0f2f4;--mine:#dcefe3;--line:#767f87;--act:#0b5d3b;--on:#fff;--warn:#8a1c1c}
@media (prefers-color-scheme:dark){:root{--back:#14181b;--text:#f1f3f4;--soft:#252b30;--mine:#1d3d2e;--line:#8c959c;--act:#7fd6ab;--on:#10231a;--warn:#ffb3ab}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:1.0625rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:40rem;margin:0 auto;padding:.75rem 1rem}
header{position:sticky;top:0;z-index:1;background:var(--back);display:flex;gap:1rem;align-items:center;justify-content:space-between;border-bottom:1px solid var(--line)}
h1{font-size:1.125rem;margin:0}
.exit{background:var(--warn);color:var(--back);padding:.625rem 1rem;border-radius:.5rem;text-decoration:none;font-weight:600;white-space:nowrap}
.entry{position:relative;margin:.75rem 0;padding:.625rem .875rem;border-radius:.75rem;background:var(--soft);max-width:92%}
.entry.person{background:var(--mine);margin-left:auto;width:fit-content}
.said{white-space:pre-wrap}
.who{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.entry a{color:var(--act);font-weight:600}
.choices{display:grid;gap:.5rem;margin:.5rem 0 0}
.alert{border:2px solid var(--warn);border-radius:.5rem;padding:.625rem .875rem;white-space:pre-wrap}
.alert:empty{border:0;padding:0;margin:0}
label{display:block;font-weight:600;margin-bottom:.25rem}
textarea{width:100%;min-height:5.5rem;font:inherit;padding:.625rem;border:1px solid var(--line);border-radius:.5rem;background:var(--back);color:var(--text)}
button{font:inherit;font-weight:600;min-height:2.75rem;padding:.5rem 1.25rem;border:1px solid var(--act);border-radius:.5rem;background:var(--act);color:var(--on)}
.choices button{background:var(--back);color:var(--act);text-align:left}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
.hint{font-size:1rem}
`.trim()

/** Plain ES2017. Without it the page works by form posts; everything it shows goes through textContent. */
export const SCRIPT = `
(() => {
  const log = document.getElementById('log')
  const form = document.getElementById('write')
  const box = document.getElementById('text')
  const alertBox = document.getElementById('alert')
  const leave = document.getElementById('leave')
  const reload = document.getElementById('reload')
  let last = Number(log.dataset.last)
  let sending = false
  let pause = 1000
  let listening = false

  const goAway = () => {
    document.documentElement.hidden = true
    navigator.sendBeacon(leave.href)
    location.replace(leave.dataset.to)
  }
  leave.addEventListener('click', (event) => { event.preventDefault(); goAway() })
  let escapes = []
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    escapes = escapes.filter((at) => event.timeStamp - at < 2000).concat(event.timeStamp)
    if (escapes.length >= 3) goAway()
  })
  window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })

  const newNonce = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const element = (name, className, text) => {
    const made = document.createElement(name)
    if (className) made.className = className
    if (text !== undefined) made.textContent = text
    return made
  }
  const showText = (item, text) => {
    text.split('\\n').forEach((line, index) => {
      if (index > 0) item.append('\\n')
      if (/^\\s*\\+?[\\d ()-]{3,22}\\s*$/.test(line)) {
        const call = element('a', '', line)
        call.href = 'tel:' + line.replace(/[^+\\d]/g, '')
        item.append(call)
      } else item.append(line)
    })
  }
  const show = (entry) => {
    if (entry.number <= last) return
    last = entry.number
    log.querySelectorAll('.choices').forEach((old) => old.remove())
    const item = element('div', 'entry ' + entry.from)
    item.append(element('span', 'who', entry.from === 'person' ? 'Anda: ' : 'Jawaban: '))
    const said = element('span', 'said')
    showText(said, entry.text)
    item.append(said)
    if (entry.file) {
      const link = element('a', 'file', 'Unduh PDF')
      link.href = entry.file.path
      link.download = entry.file.name
      item.append(' ', link)
    }
    if (entry.choices.length > 0) {
      const choices = element('div', 'choices')
      entry.choices.forEach((choice, index) => {
        const button = element('button', '', index + 1 + ' ' + choice.label)
        button.type = 'button'
        button.addEventListener('click', () => send({ choice: choice.id }))
        choices.append(button)
      })
      item.append(choices)
    }
    log.append(item)
    item.scrollIntoView({ block: 'nearest' })
  }
  const tell = (text) => { alertBox.textContent = text }

  const send = async (fields) => {
    if (sending) return
    sending = true
    tell('')
    try {
      const body = new URLSearchParams({ ...fields, nonce: newNonce() })
      const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } })
      const result = await answer.json()
      result.entries.forEach(show)
      startListening()
      if (!answer.ok) return tell(result.message)
      if (fields.text !== undefined) box.value = ''
    } catch (error) {
      tell('Belum terkirim. Periksa sinyal, lalu kirim lagi.')
    } finally {
      sending = false
      box.focus()
    }
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (box.value.trim() !== '') send({ text: box.value })
  })
  log.addEventListener('click', (event) => {
    const button = event.target.closest('button[name=choice]')
    if (!button) return
    event.preventDefault()
    send({ choice: button.value })
  })

  const listen = async () => {
    try {
      const answer = await fetch(log.dataset.updates + '?after=' + last, { headers: { accept: 'application/json' } })
      if (!answer.ok) throw new Error(String(answer.status))
      const result = await answer.json()
      result.entries.forEach(show)
      pause = result.entries.length > 0 ? 100 : 1000
    } catch (error) {
      pause = Math.min(30000, pause * 2)
    }
    setTimeout(listen, pause)
  }
  const startListening = () => {
    if (listening) return
    listening = true
    listen()
  }
  reload.hidden = true
  log.lastElementChild && log.lastElementChild.scrollIntoView({ block: 'nearest' })
  if (log.dataset.live === 'yes') startListening()
})()
`.trim()
