// The list page: rows that open, keys that move, rows that are picked, filters that send only what was filled in.
const root = document.documentElement
const grid = document.querySelector('[data-grid]')

if (grid) {
  const rows = [...grid.querySelectorAll('tbody tr')]
  const linkOf = (row) => row.querySelector('th a')
  const boxOf = (row) => row.querySelector('input[name=ids]')
  const place = `scroll ${location.pathname}${location.search}`

  // The rows scroll in a box of their own, which browsers forget on the way back.
  try { grid.scrollTop = Number(sessionStorage.getItem(place)) } catch { /* private window */ }
  addEventListener('pagehide', () => { try { sessionStorage.setItem(place, grid.scrollTop) } catch { /* private window */ } })
  grid.addEventListener('scroll', () => grid.classList.toggle('scrolled', grid.scrollLeft > 0), { passive: true })

  const open = (row, aside) => {
    const url = row.dataset.href || linkOf(row)?.href
    if (!url) return
    if (aside) window.open(url, '_blank', 'noopener'); else location.href = url
  }
  const isPlain = (event) => !event.target.closest('a, button, input, label, select, summary') && getSelection().isCollapsed
  grid.addEventListener('click', (event) => {
    const row = event.target.closest('tbody tr')
    if (!row) return
    const cell = event.target.closest('td')
    // Beside the box is as good as on it.
    if (cell && cell === row.firstElementChild && boxOf(row)) { if (event.target === cell) boxOf(row).click(); return }
    if (isPlain(event)) open(row, event.ctrlKey || event.metaKey)
  })
  grid.addEventListener('auxclick', (event) => {
    const row = event.target.closest('tbody tr')
    if (row && event.button === 1 && isPlain(event)) open(row, true)
  })

  const move = (step) => {
    const now = rows.indexOf(document.activeElement?.closest('tr'))
    const row = rows[Math.min(rows.length - 1, Math.max(0, now < 0 ? (step > 0 ? 0 : rows.length - 1) : now + step))]
    const stop = linkOf(row) ?? boxOf(row)
    stop?.focus()
    stop?.scrollIntoView({ block: 'nearest' })
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=checkbox]), select, textarea, [contenteditable]')) return
    if (event.key === '/') { event.preventDefault(); document.querySelector('.find [data-find]')?.focus() }
    if (event.target.closest('details[open] .menu-panel')) return
    if (event.key === 'j') move(1)
    if (event.key === 'k') move(-1)
    const row = document.activeElement?.closest('tbody tr')
    if (!row) return
    if (event.key === 'ArrowDown') { event.preventDefault(); move(1) }
    if (event.key === 'ArrowUp') { event.preventDefault(); move(-1) }
    if (event.key === 'x') boxOf(row)?.click()
    if (event.key === 'Enter' && event.target.matches('input')) { event.preventDefault(); open(row) }
  })
  document.querySelector('.find [data-find]')?.addEventListener('keydown', (event) => { if (event.key === 'ArrowDown') { event.preventDefault(); move(1) } })

  // Picking rows.
  const bar = document.getElementById('picked')
  if (bar) {
    const boxes = rows.map(boxOf).filter(Boolean)
    const all = grid.querySelector('[data-pick-all]')
    const none = bar.querySelector('[data-pick-none]')
    const count = bar.querySelector('.picked-count')
    let last
    const say = () => {
      const picked = boxes.filter((box) => box.checked)
      for (const box of boxes) box.closest('tr').classList.toggle('picked', box.checked)
      count.textContent = picked.length ? bar.dataset.say.replace('{n}', picked.length.toLocaleString()) : ''
      bar.hidden = picked.length === 0
      all.checked = picked.length === boxes.length
      all.indeterminate = picked.length > 0 && picked.length < boxes.length
    }
    all.hidden = none.hidden = false
    all.addEventListener('change', () => { for (const box of boxes) box.checked = all.checked; say() })
    none.addEventListener('click', () => { for (const box of boxes) box.checked = false; say(); grid.focus() })
    grid.addEventListener('click', (event) => {
      const box = event.target.closest('input[name=ids]')
      if (!box) return
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b)
        for (const one of boxes.slice(from, to + 1)) one.checked = box.checked
      }
      last = box
      say()
    })
    addEventListener('pageshow', say)
    say()
  }
}

const density = document.querySelector('[data-density-toggle]')
if (density) {
  density.hidden = false
  const say = () => density.setAttribute('aria-pressed', String(root.dataset.density === 'close'))
  density.addEventListener('click', () => {
    root.dataset.density = root.dataset.density === 'close' ? 'wide' : 'close'
    try { localStorage.setItem('density', root.dataset.density) } catch { /* private window */ }
    say()
  })
  say()
}

// Without this script a form sends its first operator; with it, the chosen one names the value.
for (const form of document.querySelectorAll('[data-filters]')) {
  const valueOf = (filter) => filter.querySelector('[data-value]')
  // "Is empty" asks for no value: the address says only that it is asked.
  const alone = (filter) => filter.querySelector('[data-operator]')?.selectedOptions[0]?.hasAttribute('data-alone') ?? false
  const tidy = (filter) => {
    filter.querySelector('.filter-body').classList.toggle('is-alone', alone(filter))
    filter.classList.toggle('has-value', alone(filter) || valueOf(filter).value !== '')
  }
  const ready = () => {
    for (const asked of form.querySelectorAll('[data-asked]')) asked.remove()
    for (const filter of form.querySelectorAll('.filter')) valueOf(filter).disabled = false
  }
  for (const filter of form.querySelectorAll('.filter')) {
    const operator = filter.querySelector('[data-operator]')
    const value = valueOf(filter)
    if (operator) {
      operator.hidden = false
      operator.addEventListener('change', () => { value.name = operator.value; tidy(filter) })
    }
    value.addEventListener('input', () => tidy(filter))
    filter.addEventListener('toggle', () => { if (filter.open) filter.querySelector('.filter-body [data-value]:not([type=hidden]), .filter-body [data-lookup]')?.focus() })
  }
  form.addEventListener('submit', () => {
    ready()
    for (const filter of form.querySelectorAll('.filter')) {
      valueOf(filter).disabled = alone(filter) || valueOf(filter).value === ''
      if (!alone(filter)) continue
      const asked = Object.assign(document.createElement('input'), { type: 'hidden', name: filter.querySelector('[data-operator]').value, value: '1' })
      asked.dataset.asked = ''
      form.append(asked)
    }
  })
  addEventListener('pageshow', ready)
  form.querySelector('[data-filters-find]')?.addEventListener('input', (event) => {
    const words = event.target.value.trim().toLowerCase()
    for (const filter of form.querySelectorAll('.filter')) filter.hidden = !filter.dataset.find.toLowerCase().includes(words)
  })
}

for (const form of document.querySelectorAll('[data-size]')) {
  form.querySelector('button').hidden = true
  form.querySelector('select').addEventListener('change', () => form.submit())
}
