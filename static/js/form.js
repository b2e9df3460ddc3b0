// The edit form: Ctrl-S saves, leaving asks, errors come into view, files say their name and size.
const form = document.querySelector('[data-edit]')
if (form) {
  const status = form.querySelector('[data-unsaved]')
  let dirty = form.querySelector('[data-errors]') !== null, leaving = false
  const say = () => { status.textContent = dirty ? status.dataset.say : '' }
  const touched = () => { dirty = true; say() }
  form.addEventListener('input', touched)
  form.addEventListener('change', touched)
  form.addEventListener('submit', () => { leaving = true })
  addEventListener('pageshow', () => { leaving = false })
  addEventListener('beforeunload', (event) => { if (dirty && !leaving) event.preventDefault() })
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') { event.preventDefault(); form.requestSubmit(form.querySelector('[data-save]')) }
  })
  const wrong = form.querySelector('[data-errors]')
  if (wrong) wrong.focus()
  else if (matchMedia('(pointer: fine)').matches) form.querySelector('.fields :is(input:not([type=hidden]), select, textarea):not([readonly], :disabled)')?.focus({ preventScroll: true })
  say()

  // Whether a field is needed may hang on a choice: its mark follows.
  for (const mark of form.querySelectorAll('[data-follows]')) {
    const choice = document.getElementById(mark.dataset.follows)
    choice?.addEventListener('change', () => { mark.hidden = !mark.dataset.neededFor.split(' ').includes(choice.value) })
  }

  // A long text grows with what is written.
  for (const area of form.querySelectorAll('textarea')) {
    const fit = () => { area.style.height = 'auto'; area.style.height = `${Math.min(area.scrollHeight + 2, 480)}px` }
    area.addEventListener('input', fit)
    if (area.value) fit()
  }

  // A text near its limit is counted, one over it is said to be: nothing is cut off, neither here nor on the server.
  for (const area of form.querySelectorAll('textarea[data-most]')) {
    const count = area.parentElement.querySelector('[data-count]'), most = Number(area.dataset.most)
    if (!count) continue
    const tell = () => {
      const found = [...area.value].length, over = found > most
      const words = over ? count.dataset.over : found > most * 0.8 ? count.dataset.near : ''
      count.textContent = words.replace('{found}', found).replace('{most}', most).replace('{over}', found - most)
      count.classList.toggle('is-over', over)
    }
    area.addEventListener('input', tell)
    if (area.value) tell()
  }
}

for (const drop of document.querySelectorAll('[data-drop]')) {
  const input = drop.querySelector('input[type=file]')
  if (!input) continue
  const list = document.createElement('ul')
  list.className = 'drop-files'
  drop.append(list)
  const show = () => list.replaceChildren(...[...input.files].map((file) => {
    const line = document.createElement('li')
    line.textContent = `${file.name} · ${file.size < 1048576 ? `${Math.max(1, Math.round(file.size / 1024))} kB` : `${(file.size / 1048576).toFixed(1)} MB`}`
    return line
  }))
  input.addEventListener('change', show)
  drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('is-over') })
  drop.addEventListener('dragleave', () => drop.classList.remove('is-over'))
  drop.addEventListener('drop', (event) => {
    event.preventDefault()
    drop.classList.remove('is-over')
    if (!event.dataTransfer.files.length) return
    const files = new DataTransfer()
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) files.items.add(file)
    input.files = files.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
}
