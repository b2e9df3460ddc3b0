// While a new record is typed: which others may be about the same. A hint; nothing is kept from being saved.
const WAIT = 600
const hint = document.querySelector('[data-likely]')
const form = hint?.closest('form')
if (form) {
  const list = hint.querySelector('ul')
  const ASKED = hint.dataset.fields.split(' ')
  let timer, last = ''
  const show = (found) => {
    list.replaceChildren(...found.map((one) => {
      const item = document.createElement('li'), link = document.createElement('a')
      link.href = one.url
      link.target = '_blank'
      link.rel = 'noopener'
      link.textContent = one.said
      item.append(link, ` ${one.why}`)
      return item
    }))
    hint.hidden = found.length === 0
  }
  const ask = async () => {
    const sent = new URLSearchParams(ASKED.map((name) => [name, form.elements[name]?.value ?? '']))
    if (sent.toString() === last) return
    last = sent.toString()
    sent.set('csrf_token', form.elements.csrf_token.value)
    const answer = await fetch(hint.dataset.likely, { method: 'POST', body: sent }).catch(() => null)
    if (answer?.ok) show(await answer.json())
  }
  const soon = (event) => {
    if (!ASKED.includes(event.target.name)) return
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT)
  }
  form.addEventListener('input', soon)
  form.addEventListener('change', soon)
}
