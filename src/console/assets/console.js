// Small comforts; every page works without them.

// A choice in the filters takes effect at once.
document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-submit-on-change]')
  if (form) form.requestSubmit()
})

// A filter that is not set does not belong in the address.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'get') return
  for (const field of form.querySelectorAll('select, input[type="search"]')) if (field.value === '') field.disabled = true
  setTimeout(() => {
    for (const field of form.querySelectorAll(':disabled')) field.disabled = false
  })
})

// Copying a link needs a script, so its button shows only with one.
for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    const field = document.getElementById(button.dataset.copy)
    field.select()
    void navigator.clipboard.writeText(field.value).then(() => {
      button.textContent = button.dataset.copied
    })
  })
}

// Menus close by Escape and by a click elsewhere.
document.addEventListener('keydown', (event) => {
  const menu = document.querySelector('.more details[open]')
  if (event.key === 'Escape' && menu) {
    menu.open = false
    menu.querySelector('summary').focus()
  }
})
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('.more details[open]')) if (!menu.contains(event.target)) menu.open = false
})

// Whoever reads at the end of a transcript stays at its end when a message comes in.
let atEnd = false
document.addEventListener('htmx:beforeSwap', (event) => {
  const end = event.target.id === 'pesan' && document.getElementById('akhir')
  atEnd = Boolean(end) && end.getBoundingClientRect().top <= innerHeight
})
document.addEventListener('htmx:afterSettle', () => {
  if (atEnd) document.getElementById('akhir')?.scrollIntoView()
  atEnd = false
})

// Emergencies show in the title of a tab that nobody looks at, and are said to those who do not see.
document.addEventListener('htmx:afterSettle', () => {
  const news = document.querySelector('[data-page-title]')
  const status = document.getElementById('berita')
  if (!news || !status) return
  document.title = news.dataset.pageTitle
  if (status.textContent !== news.textContent) status.textContent = news.textContent
})

// Arrow keys walk through lists of conversations.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const here = event.target.closest('.row-link')
  if (!here) return
  const links = [...document.querySelectorAll('.row-link')]
  const next = links[links.indexOf(here) + (event.key === 'ArrowDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
})
