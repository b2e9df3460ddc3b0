// A field that refers to a record: type, choose from what the server found, and the hidden input beside it gets the id.
//   <input type="hidden" id="f" name="f" value="7"><input type="text" data-lookup="/find" data-lookup-for="f" value="张三">
// Several records: data-lookup-many="name" on the text input; each chosen one is a hidden input of that name beside it,
//   <input type="hidden" name="name" value="7" data-label="张三">, and is drawn as a chip.
const WAIT = 150
let lists = 0

function say(name, fallback) { return document.querySelector('[data-say-lookup]')?.dataset[name] ?? fallback }

function lookup(input) {
  const many = input.dataset.lookupMany
  const hidden = many ? null : document.getElementById(input.dataset.lookupFor)
  const box = document.createElement('span')
  box.className = many ? 'lookup lookup-many' : 'lookup'
  input.before(box)
  if (many) for (const one of [...box.parentElement.querySelectorAll(`:scope > input[type=hidden][data-label][name="${CSS.escape(many)}"]`)]) box.append(chip(one.value, one.dataset.label || one.value, one))
  box.append(input)

  const list = document.createElement('span')
  list.className = 'lookup-list'
  list.id = `lookup-${++lists}`
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', input.getAttribute('aria-label') || document.querySelector(`label[for="${CSS.escape(input.id)}"]`)?.textContent.trim() || say('sayFound', '…'))
  box.append(list)
  const clear = document.createElement('button')
  clear.type = 'button'
  clear.className = 'lookup-clear'
  clear.textContent = '×'
  clear.setAttribute('aria-label', say('sayClear', '×'))
  if (!many) box.append(clear)

  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', list.id], ['autocomplete', 'off'], ['spellcheck', 'false']]) input.setAttribute(name, value)

  let timer, asked, at = -1
  let chosen = hidden?.value ? input.value : ''
  const options = () => [...list.querySelectorAll('[role=option]')]
  const shut = () => { list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant') }
  const tidy = () => { clear.hidden = input.value === '' || input.readOnly || input.disabled }
  const doubt = () => {
    const wrong = !hidden?.value && input.value.trim() !== ''
    input.setCustomValidity(wrong ? say('sayChoose', ' ') : '')
    if (wrong) input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid')
  }
  const changed = (element) => element.dispatchEvent(new Event('input', { bubbles: true }))

  function chip(id, label, field) {
    const one = document.createElement('span')
    one.className = 'lookup-chip'
    const text = document.createElement('span')
    text.textContent = label
    const off = document.createElement('button')
    off.type = 'button'
    off.textContent = '×'
    off.setAttribute('aria-label', `${say('sayRemove', '×')} ${label}`)
    off.addEventListener('click', () => { one.remove(); changed(input); input.focus() })
    if (!field) {
      field = document.createElement('input')
      field.type = 'hidden'
      field.name = many
      field.value = id
    }
    one.append(field, text, off)
    return one
  }
  const take = (option) => {
    if (many) {
      const there = [...box.querySelectorAll('.lookup-chip > input[type=hidden]')].some((one) => one.value === option.dataset.id)
      if (!there) input.before(chip(option.dataset.id, option.dataset.label))
      input.value = ''
    } else {
      hidden.value = option.dataset.id
      input.value = chosen = option.dataset.label
    }
    input.setCustomValidity('')
    input.removeAttribute('aria-invalid')
    shut()
    tidy()
    changed(many ? input : hidden)
  }
  const point = (index) => {
    const all = options()
    at = all.length ? (index + all.length) % all.length : -1
    all.forEach((one, n) => one.setAttribute('aria-selected', String(n === at)))
    if (at >= 0) { input.setAttribute('aria-activedescendant', all[at].id); all[at].scrollIntoView({ block: 'nearest' }) }
  }
  const show = (found) => {
    list.replaceChildren()
    for (const { id, label, sub } of found) {
      const option = document.createElement('span')
      option.className = 'lookup-option'
      option.id = `${list.id}-${list.children.length}`
      option.dataset.id = id
      option.dataset.label = label
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', 'false')
      const main = document.createElement('span')
      main.textContent = label
      option.append(main)
      if (sub) { const second = document.createElement('small'); second.textContent = sub; option.append(second) }
      list.append(option)
    }
    if (!found.length) {
      const none = document.createElement('span')
      none.className = 'lookup-none'
      none.setAttribute('role', 'option')
      none.setAttribute('aria-disabled', 'true')
      none.setAttribute('aria-selected', 'false')
      none.textContent = say('sayNone', '—')
      list.append(none)
    }
    list.hidden = false
    at = -1
    input.setAttribute('aria-expanded', 'true')
    input.removeAttribute('aria-activedescendant')
    if (found.length && input.value.trim()) point(0)
  }
  const ask = async () => {
    asked?.abort()
    asked = new AbortController()
    const words = input.value === chosen ? '' : input.value.trim()
    try {
      const address = new URL(input.dataset.lookup, location.href)
      address.searchParams.set('q', words)
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: 'application/json' } })
      if (answer.ok && document.activeElement === input) show(await answer.json())
    } catch { /* aborted or offline: what was typed stays */ }
  }
  input.addEventListener('input', (event) => {
    if (!event.isTrusted) return
    if (hidden && input.value !== chosen) { hidden.value = ''; chosen = ''; changed(hidden) }
    tidy()
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT)
  })
  input.addEventListener('click', () => { if (list.hidden) ask() })
  input.addEventListener('blur', () => { clearTimeout(timer); asked?.abort(); setTimeout(() => { shut(); doubt() }, 100) })
  input.addEventListener('keydown', (event) => {
    const live = options().filter((one) => one.getAttribute('aria-disabled') !== 'true')
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (list.hidden) ask(); else if (live.length) point(at < 0 && event.key === 'ArrowUp' ? -1 : at + (event.key === 'ArrowDown' ? 1 : -1))
    }
    if (event.key === 'Enter' && !list.hidden) { event.preventDefault(); if (at >= 0 && live[at]) take(live[at]) }
    if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); event.stopPropagation(); shut() }
    if (event.key === 'Backspace' && many && input.value === '') { [...box.querySelectorAll('.lookup-chip')].at(-1)?.remove(); changed(input) }
  })
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault()
    const option = event.target.closest('[role=option]')
    if (option?.dataset.id) take(option)
  })
  clear.addEventListener('click', () => { input.value = chosen = ''; hidden.value = ''; changed(hidden); doubt(); tidy(); input.focus() })
  tidy()
}

for (const input of document.querySelectorAll('[data-lookup]')) lookup(input)
