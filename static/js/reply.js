// A prepared reply goes into its field; what was typed there stays above it.
for (const button of document.querySelectorAll('[data-reply-for]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    const field = document.getElementById(button.dataset.replyFor)
    const text = document.getElementById(button.dataset.replyText).textContent.trim()
    field.value = field.value.trim() ? `${field.value.trim()}\n${text}` : text
    field.focus()
  })
}
