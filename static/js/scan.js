// The scan desk: one input that always has the focus. Scans are taken in their order, also those that come while one is on its way;
// each is sent with the key of the page it was scanned on, so that a scanner that sends a code twice does nothing twice.
const main = document.getElementById('main')
const waiting = []
let busy = false, sounds, last = '', turn = 0

const form = () => main.querySelector('[data-scan]')
const input = () => form().elements.code
const focus = () => input().focus({ preventScroll: true })

function sound(pitch, seconds) {
  try {
    sounds ??= new AudioContext()
    const tone = sounds.createOscillator(), loud = sounds.createGain()
    tone.type = 'square'
    tone.frequency.value = pitch
    loud.gain.value = 0.08
    tone.connect(loud).connect(sounds.destination)
    tone.start()
    tone.stop(sounds.currentTime + seconds)
  } catch { /* a machine without sound still shows red */ }
}

async function send(one) {
  const sent = new URLSearchParams(new FormData(form()))
  sent.set('code', one.code)
  sent.set('key', one.key)
  const answer = await fetch(form().action, { method: 'POST', body: sent, headers: { 'X-Scan': '1' } })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const next = page.getElementById('main')
  if (!next?.querySelector('[data-scan]')) { location.reload(); return }
  const typed = input().value
  main.replaceChildren(...next.childNodes)
  if (!next.querySelector('[data-refused]') && answer.redirected) history.replaceState(null, '', answer.url)
  input().value = typed
  focus()
  const refused = main.querySelector('[data-refused]')
  sound(refused ? 220 : 1320, refused ? 0.5 : 0.08)
}

async function work() {
  if (busy) return
  busy = true
  while (waiting.length) {
    const one = waiting[0]
    try {
      await send(one)
      waiting.shift()
    } catch {
      // Nothing was heard: the code stays in the input; as it is the same code on the same page, a second try is harmless.
      input().value = one.code
      form().querySelector('[data-offline]').hidden = false
      waiting.length = 0
      sound(220, 0.5)
    }
  }
  busy = false
}

if (form()) {
  main.addEventListener('submit', (event) => {
    if (!event.target.matches('[data-scan]')) return
    event.preventDefault()
    // The same code right behind itself is a scanner that bounces; behind another code it is meant.
    if (input().value !== last) { last = input().value; turn += 1 }
    waiting.push({ code: input().value, key: `${form().elements.key.value}-${turn}` })
    input().value = ''
    work()
  })
  document.addEventListener('keydown', (event) => {
    const elsewhere = document.activeElement?.matches('input:not([name=code]), textarea, select, a, button, summary')
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !elsewhere) focus()
  })
  document.addEventListener('click', (event) => { if (!event.target.closest('a, button, summary, input, select, textarea')) focus() })
  addEventListener('focus', focus)
  focus()
}
