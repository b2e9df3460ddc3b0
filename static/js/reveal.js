// The eye beside a masked value: asks why in a small window, shows the value for a short while, then puts the mask back.
const ask = document.querySelector('[data-reveal-window]')
if (ask) {
  const form = ask.querySelector('form')
  const title = ask.querySelector('h2')
  const reason = form.elements.reason
  const problem = ask.querySelector('.field-error')
  const status = document.querySelector('[data-reveal-status]')
  const fill = (sentence, words) => Object.entries(words).reduce((text, [name, word]) => text.replace(`{${name}}`, word), sentence)
  const shown = new Map()
  let eye

  const hide = (link) => {
    const { value, mask, timer } = shown.get(link)
    clearTimeout(timer)
    shown.delete(link)
    const here = document.activeElement === value
    value.replaceWith(mask)
    link.hidden = false
    if (here) link.focus()
    status.textContent = fill(status.dataset.sayGone, { what: link.dataset.reveal })
  }
  const show = (link, answer) => {
    const mask = link.previousElementSibling
    const value = document.createElement('span')
    value.className = 'revealed'
    value.dataset.mark = answer.mark
    value.tabIndex = -1
    value.textContent = answer.value
    mask.replaceWith(value)
    link.hidden = true
    value.focus()
    shown.set(link, { value, mask, timer: setTimeout(hide, answer.seconds * 1000, link) })
    status.textContent = fill(status.dataset.sayShown, { what: link.dataset.reveal, value: answer.value })
  }
  const complain = (sentence) => {
    problem.textContent = sentence
    reason.setAttribute('aria-invalid', 'true')
    reason.focus()
  }

  for (const link of document.querySelectorAll('[data-reveal]')) {
    link.setAttribute('role', 'button')
    link.addEventListener('keydown', (event) => { if (event.key === ' ') { event.preventDefault(); link.click() } })
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      eye = link
      form.action = link.href
      title.textContent = fill(title.dataset.say, { what: link.dataset.reveal })
      reason.value = problem.textContent = ''
      reason.removeAttribute('aria-invalid')
      ask.showModal()
      reason.focus()
    })
  }
  ask.querySelector('[data-reveal-cancel]').addEventListener('click', () => ask.close())
  reason.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit() }
  })
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (form.dataset.asking) return
    form.dataset.asking = 'yes'
    try {
      const sent = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' }, cache: 'no-store' })
      const answer = await sent.json()
      if (!sent.ok) { complain(answer.error); return }
      ask.close()
      show(eye, answer)
    } catch {
      complain(status.dataset.sayFailed)
    } finally {
      delete form.dataset.asking
    }
  })
  // A page that is left or put aside keeps nothing.
  addEventListener('pagehide', () => { for (const link of [...shown.keys()]) hide(link) })
}
