// The menu on the left, right after its markup: marks the page we are on and opens the areas that were left open.
(() => {
  const side = document.getElementById('side')
  const areas = [...side.querySelectorAll('.area')]
  const folded = [...side.querySelectorAll('.more')]
  const links = [...side.querySelectorAll('.side-nav a')]
  const read = () => { try { return JSON.parse(localStorage.getItem('areas') || '[]') } catch { return [] } }
  const keep = (name, value) => { try { localStorage.setItem(name, value) } catch { /* private window: nothing is kept */ } }

  const here = links.find((link) => link.dataset.key === document.body.dataset.key)
  if (here) here.setAttribute('aria-current', 'page')

  let searching = false
  const settle = () => {
    const open = new Set(read())
    for (const area of areas) area.open = open.has(area.dataset.area) || (here !== undefined && area.contains(here))
    for (const more of folded) more.open = here !== undefined && more.contains(here)
  }
  settle()

  const nav = side.querySelector('.side-nav')
  try { nav.scrollTop = Number(sessionStorage.getItem('side-scroll')) } catch { /* as above */ }
  if (here) {
    const top = here.offsetTop - nav.offsetTop
    if (top < nav.scrollTop || top > nav.scrollTop + nav.clientHeight - 40) nav.scrollTop = top - nav.clientHeight / 2
  }
  addEventListener('pagehide', () => { try { sessionStorage.setItem('side-scroll', nav.scrollTop) } catch { /* as above */ } })

  for (const area of areas) {
    area.querySelector('summary').addEventListener('click', () => {
      if (searching) return
      const open = new Set(read())
      // The click comes before the toggle: what is open now is about to close.
      if (area.open) open.delete(area.dataset.area); else open.add(area.dataset.area)
      keep('areas', JSON.stringify([...open]))
    })
  }

  const input = side.querySelector('.side-input')
  const nothing = side.querySelector('.side-nothing')
  input.addEventListener('input', () => {
    const words = input.value.trim().toLowerCase()
    searching = words !== ''
    let found = 0
    for (const link of links) {
      const hit = !searching || `${link.textContent} ${link.dataset.find}`.toLowerCase().includes(words)
      link.parentElement.hidden = !hit
      found += hit
    }
    for (const more of folded) {
      more.parentElement.hidden = searching && !more.querySelector('li:not([hidden])')
      if (searching) more.open = true
    }
    for (const area of areas) {
      area.hidden = searching && !area.querySelector('li:not([hidden])')
      if (searching) area.open = true
    }
    if (!searching) settle()
    nothing.textContent = found ? '' : nothing.dataset.say
  })
  input.addEventListener('keydown', (event) => {
    const shown = links.filter((link) => !link.parentElement.hidden)
    if (event.key === 'Enter' && input.value.trim() && shown[0]) { event.preventDefault(); location.href = shown[0].href }
    if (event.key === 'ArrowDown' && shown[0]) { event.preventDefault(); shown.find((link) => link.offsetParent)?.focus() }
    if (event.key === 'Escape' && input.value) { event.stopPropagation(); input.value = ''; input.dispatchEvent(new Event('input')) }
  })
  nav.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const stops = [...nav.querySelectorAll('summary, a')].filter((one) => one.offsetParent)
    const next = stops[stops.indexOf(document.activeElement) + step]
    event.preventDefault()
    if (next) next.focus(); else if (step < 0) input.focus()
  })
})()
