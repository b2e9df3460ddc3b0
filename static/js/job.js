// The page of a job: asks how far it is, slower the longer it takes, and reloads once when it is over.
const box = document.querySelector('[data-job]')
if (box) {
  const bar = box.querySelector('progress')
  const message = box.querySelector('[data-job-message]')
  const count = box.querySelector('[data-job-count]')
  let wait = 500
  const say = (text) => { if (message.textContent !== text) message.textContent = text }
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.job, { headers: { Accept: 'application/json' }, cache: 'no-store' })
      if (!answer.ok) throw new Error(String(answer.status))
      const job = await answer.json()
      if (job.finished) { location.reload(); return }
      if (job.total) { bar.max = job.total; bar.value = job.done; count.textContent = `${job.done.toLocaleString()} / ${job.total.toLocaleString()}` }
      say(job.message || '')
      wait = Math.min(wait * 1.2, 3000)
    } catch {
      say(box.dataset.sayLost)
      wait = Math.min(wait * 2, 15000)
    }
    setTimeout(ask, wait)
  }
  setTimeout(ask, wait)
}
