// What every page has: the folding menu, small menus, light and dark, messages to put away, and the search for everything.
const root = document.documentElement
const keep = (name, value) => { try { localStorage.setItem(name, value) } catch { /* private window: nothing is kept */ } }

// The menu on the left: folds on a wide window, slides in on a narrow one.
const side = document.getElementById('side')
const toggle = document.querySelector('[data-side-toggle]')
if (side && toggle) {
  const narrow = matchMedia('(max-width: 991.98px)')
  const isShown = () => narrow.matches ? root.dataset.side === 'open' : root.dataset.side !== 'folded'
  const say = () => {
    toggle.setAttribute('aria-expanded', String(isShown()))
    side.inert = !isShown()
  }
  const close = () => { if (narrow.matches && root.dataset.side === 'open') { delete root.dataset.side; say(); toggle.focus() } }
  toggle.addEventListener('click', () => {
    if (narrow.matches) {
      if (isShown()) delete root.dataset.side; else root.dataset.side = 'open'
    } else {
      if (isShown()) root.dataset.side = 'folded'; else delete root.dataset.side
      keep('side', root.dataset.side ?? 'shown')
    }
    say()
    if (narrow.matches && isShown()) document.getElementById('side-find').focus()
  })
  document.querySelector('[data-side-close]').addEventListener('click', close)
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') close() })
  narrow.addEventListener('change', () => { if (root.dataset.side === 'open') delete root.dataset.side; say() })
  say()
}

// Small menus are <details>: here they learn to close when one looks elsewhere.
const menus = [...document.querySelectorAll('[data-menu]')]
for (const menu of menus) {
  menu.addEventListener('toggle', () => {
    if (!menu.open) return
    for (const other of menus) if (other !== menu && !other.contains(menu)) other.open = false
    menu.querySelector('[data-first]')?.focus()
  })
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.open && !event.defaultPrevented) {
      event.preventDefault()
      menu.open = false
      menu.querySelector('summary').focus()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !menu.open || event.target.matches('input, select, textarea')) return
    const stops = [...menu.querySelectorAll('.menu-item')].filter((one) => one.offsetParent)
    if (!stops.length) return
    event.preventDefault()
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus()
  })
}
document.addEventListener('click', (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false
})

// Light, dark, or as the computer is: kept in a cookie, because the server paints it.
const looks = document.querySelector('[data-looks]')
if (looks) {
  looks.hidden = false
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const paint = (look) => {
    root.dataset.theme = look
    root.dataset.bsTheme = look === 'dark' || (look === 'auto' && dark.matches) ? 'dark' : 'light'
    for (const button of looks.children) button.setAttribute('aria-pressed', String(button.dataset.look === look))
  }
  paint(root.dataset.theme || 'auto')
  dark.addEventListener('change', () => paint(root.dataset.theme))
  looks.addEventListener('click', (event) => {
    const look = event.target.closest('[data-look]')?.dataset.look
    if (!look) return
    document.cookie = `theme=${look}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`
    paint(look)
  })
}

for (const button of document.querySelectorAll('[data-close]')) {
  button.hidden = false
  button.addEventListener('click', () => button.parentElement.remove())
}
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

// A form that was sent is not sent twice by an impatient finger; files to download leave the page, so they may be asked for again.
addEventListener('submit', (event) => {
  const form = event.target
  if (event.defaultPrevented || form.method !== 'post' || 'again' in form.dataset) return
  if (form.dataset.sent) { event.preventDefault(); return }
  form.dataset.sent = 'yes'
  form.setAttribute('aria-busy', 'true')
})
addEventListener('pageshow', () => { for (const form of document.querySelectorAll('form[data-sent]')) { delete form.dataset.sent; form.removeAttribute('aria-busy') } })

// The search for everything: registers come from the menu at once, records from the server.
const seek = document.querySelector('[data-seek]')
if (seek) {
  const input = seek.querySelector('input')
  const list = document.getElementById('seek-list')
  const status = seek.querySelector('[data-seek-status]')
  const registers = [...document.querySelectorAll('.side-nav a')]
  let timer, asked, at = -1
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-controls', list.id)
  input.setAttribute('aria-expanded', 'false')
  input.setAttribute('aria-autocomplete', 'list')

  const options = () => [...list.querySelectorAll('[role=option]')]
  const shut = () => { list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant') }
  const point = (index) => {
    const all = options()
    at = all.length ? (index + all.length) % all.length : -1
    all.forEach((one, n) => one.setAttribute('aria-selected', String(n === at)))
    if (at >= 0) { input.setAttribute('aria-activedescendant', all[at].id); all[at].scrollIntoView({ block: 'nearest' }) }
  }
  const group = (title, found) => {
    if (!found.length) return
    const box = document.createElement('div')
    box.setAttribute('role', 'group')
    box.setAttribute('aria-label', title)
    const head = document.createElement('div')
    head.className = 'seek-head'
    head.setAttribute('aria-hidden', 'true')
    head.textContent = title
    box.append(head)
    for (const { label, sub, url } of found) {
      const option = document.createElement('div')
      option.className = 'seek-option'
      option.id = `seek-${list.querySelectorAll('[role=option]').length + box.querySelectorAll('[role=option]').length}`
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      option.dataset.url = url
      const main = document.createElement('span')
      main.textContent = label
      const second = document.createElement('small')
      second.textContent = sub || ''
      option.append(main, second)
      box.append(option)
    }
    list.append(box)
  }
  const show = (words, records) => {
    list.replaceChildren()
    const low = words.toLowerCase()
    const hits = registers.filter((link) => `${link.textContent} ${link.dataset.find}`.toLowerCase().includes(low)).slice(0, 5)
    group(seek.dataset.sayRegisters, hits.map((link) => ({ label: link.textContent, sub: link.closest('.area')?.dataset.area, url: link.href })))
    group(seek.dataset.sayRecords, records)
    const count = options().length
    status.textContent = seek.dataset.sayCount.replace('{n}', count)
    list.hidden = count === 0
    input.setAttribute('aria-expanded', String(count > 0))
    at = -1
    input.removeAttribute('aria-activedescendant')
  }
  const ask = async () => {
    const words = input.value.trim()
    asked?.abort()
    if (!words) { shut(); return }
    show(words, [])
    asked = new AbortController()
    try {
      const address = new URL(seek.dataset.seek, location.href)
      address.searchParams.set('q', words)
      address.searchParams.set('format', 'json')
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: 'application/json' } })
      if (answer.ok && input.value.trim() === words && document.activeElement === input) show(words, (await answer.json()).slice(0, 10))
    } catch { /* aborted or offline: Enter still goes to the page of results */ }
  }
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 150) })
  input.addEventListener('focus', () => { if (input.value.trim()) ask() })
  input.addEventListener('blur', () => setTimeout(shut, 120))
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); if (!list.hidden) point(at + (event.key === 'ArrowDown' ? 1 : -1) + (at < 0 && event.key === 'ArrowUp' ? 1 : 0)) }
    if (event.key === 'Enter' && at >= 0) { event.preventDefault(); location.href = options()[at].dataset.url }
    if (event.key === 'Escape') { if (!list.hidden) { event.preventDefault(); shut() } else input.blur() }
  })
  list.addEventListener('pointerdown', (event) => {
    const option = event.target.closest('[role=option]')
    if (option) { event.preventDefault(); location.href = option.dataset.url }
  })
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') { event.preventDefault(); input.focus(); input.select() }
  })
}
