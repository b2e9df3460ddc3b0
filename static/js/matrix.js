// The matrix of the role studio: arrows move, a key sets a level, and what was set is saved at once.
const studio = document.querySelector('[data-studio]')
const LEVELS = ['hidden', 'masked', 'read', 'write']

if (studio) {
  const { save, token, role, register } = studio.dataset
  const words = JSON.parse(studio.dataset.words)
  const status = studio.querySelector('[data-status]')
  const pick = studio.querySelector('[data-pick]')
  let seen = studio.dataset.seen
  let waiting = null
  let sending = false
  let copied = null

  pick.addEventListener('change', () => pick.requestSubmit())
  pick.querySelector('button').hidden = true

  // ---- what a cell shows: its own exception or the default, never more than its ceiling
  // Only a form writes: anywhere else the most there is to have is reading.
  const atMost = (level, channel) => (level === 'write' && channel !== '*' && channel !== 'form' ? 'read' : level)
  const paint = (row) => {
    const every = row.querySelector('[data-channel="*"]')
    for (const cell of row.querySelectorAll('[data-channel]')) {
      const { own, cap } = cell.dataset
      const wanted = own || every.dataset.own || cell.dataset.default
      const capped = cap && LEVELS.indexOf(wanted) > LEVELS.indexOf(cap)
      const level = atMost(capped ? cap : wanted, cell.dataset.channel)
      cell.textContent = words[level]
      cell.classList.toggle('is-own', Boolean(own) && !capped)
      cell.classList.toggle('is-capped', Boolean(capped))
      cell.setAttribute('aria-selected', String(Boolean(own)))
    }
  }
  studio.querySelectorAll('[data-grid=fields] tbody tr').forEach(paint)

  // ---- moving: one stop per grid for the tab key, arrows inside
  const grids = [...studio.querySelectorAll('[data-grid]')]
  const cellsOf = (row) => [...row.querySelectorAll('[role=gridcell]')]
  grids.forEach((grid) => grid.querySelector('[role=gridcell]')?.setAttribute('tabindex', '0'))
  const focus = (cell) => {
    if (!cell) return
    cell.closest('[data-grid]').querySelectorAll('[role=gridcell][tabindex="0"]').forEach((old) => old.setAttribute('tabindex', '-1'))
    cell.setAttribute('tabindex', '0')
    cell.focus()
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }
  const beside = (cell, down, right) => {
    const rows = [...cell.closest('tbody').rows]
    const row = rows[rows.indexOf(cell.closest('tr')) + down]
    return row && cellsOf(row)[cellsOf(cell.closest('tr')).indexOf(cell) + right]
  }

  // ---- saving: what has changed since the last answer goes out together
  const remember = (part, key, inner, value) => {
    waiting ??= { role, register }
    waiting[part] ??= {}
    if (inner === null) waiting[part][key] = value
    else (waiting[part][key] ??= {})[inner] = value
    later()
  }
  let timer = 0
  const later = () => { clearTimeout(timer); timer = setTimeout(send, 250) }
  const say = (text, bad) => { status.hidden = !text; status.textContent = text; status.classList.toggle('is-late', Boolean(bad)) }
  const send = async () => {
    if (!waiting || sending) return
    const cells = waiting
    waiting = null
    sending = true
    say(studio.dataset.saySaving)
    try {
      const body = new URLSearchParams({ csrf_token: token, seen, cells: JSON.stringify(cells) })
      const answer = await fetch(save, { method: 'POST', body, headers: { Accept: 'application/json' } })
      const told = await answer.json().catch(() => ({}))
      if (!answer.ok) { say(told.error || studio.dataset.sayFailed, true); return }
      seen = told.seen
      document.querySelectorAll('[data-stroke] [name=seen]').forEach((field) => { field.value = seen })
      studio.querySelectorAll('[data-changed]').forEach((place) => { place.textContent = told.changed })
      say(told.said)
    } catch {
      say(studio.dataset.sayFailed, true)
    } finally {
      sending = false
      if (waiting) later()
      studio.dispatchEvent(new CustomEvent('saved'))
    }
  }
  addEventListener('beforeunload', (event) => { if (waiting || sending) event.preventDefault() })

  // ---- setting
  const setLevel = (cell, level) => {
    if (!save || cell.dataset.own === level) return
    cell.dataset.own = level
    paint(cell.closest('tr'))
    remember('fields', cell.closest('tr').dataset.key, cell.dataset.channel, level || null)
  }
  const toggle = (cell) => {
    if (!save) return
    const on = cell.classList.toggle('is-on')
    cell.textContent = on ? '●' : ''
    cell.classList.remove('is-given')
    cell.setAttribute('aria-selected', String(on))
    const row = cell.closest('tr')
    remember('actions', row.dataset.key, null, [...row.querySelectorAll('.is-on')].map((one) => one.dataset.scope))
  }
  const fillDown = (cell) => {
    for (let below = beside(cell, 1, 0); below; below = beside(below, 1, 0)) {
      if (cell.matches('.toggle')) { if (below.classList.contains('is-on') !== cell.classList.contains('is-on')) toggle(below) } else setLevel(below, cell.dataset.own)
    }
  }
  const paste = (row) => {
    if (!copied || copied.length !== cellsOf(row).length) return
    cellsOf(row).forEach((cell, place) => {
      if (cell.matches('.toggle')) { if (cell.classList.contains('is-on') !== copied[place]) toggle(cell) } else setLevel(cell, copied[place])
    })
  }

  for (const grid of grids) {
    grid.addEventListener('click', (event) => {
      const cell = event.target.closest('[role=gridcell]')
      if (!cell) return
      focus(cell)
      if (cell.matches('.toggle')) toggle(cell)
    })
    grid.addEventListener('dblclick', (event) => {
      const cell = event.target.closest('.level')
      if (cell) setLevel(cell, LEVELS[(LEVELS.indexOf(cell.dataset.own || cell.dataset.default) + 1) % 4])
    })
    grid.addEventListener('keydown', (event) => {
      const cell = event.target.closest('[role=gridcell]')
      if (!cell || event.altKey || event.metaKey) return
      const ways = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
      const level = '0123'.indexOf(event.key)
      if (event.ctrlKey) {
        if (event.key !== 'd') return
        fillDown(cell)
      } else if (ways[event.key]) focus(beside(cell, ...ways[event.key]))
      else if (event.key === 'Home') focus(cellsOf(cell.closest('tr'))[0])
      else if (event.key === 'End') focus(cellsOf(cell.closest('tr')).at(-1))
      else if (cell.matches('.toggle') && (event.key === ' ' || event.key === 'Enter')) toggle(cell)
      else if (cell.matches('.level') && level >= 0) { setLevel(cell, LEVELS[level]); focus(beside(cell, 1, 0)) }
      else if (cell.matches('.level') && (event.key === 'Delete' || event.key === 'Backspace')) setLevel(cell, '')
      else if (event.key === 'c') { copied = cellsOf(cell.closest('tr')).map((one) => one.matches('.toggle') ? one.classList.contains('is-on') : one.dataset.own); say(studio.dataset.sayCopied) }
      else if (event.key === 'v') paste(cell.closest('tr'))
      else return
      event.preventDefault()
    })
  }

  studio.querySelector('[data-areas]')?.addEventListener('change', (event) => {
    const row = event.target.closest('tr')
    const part = (name) => row.querySelector(`[data-part=${name}]`).value
    remember('areas', row.dataset.area, null, { reads: part('reads'), writes: part('writes'), above: part('above') })
    studio.addEventListener('saved', () => { if (!waiting) location.reload() }, { once: true })
  })
}
