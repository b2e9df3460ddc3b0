// The mapping of an import: says at once when a field is used twice or a required one has no column.
const form = document.querySelector('[data-mapping]')
if (form) {
  const selects = [...form.querySelectorAll('select[name^="map."]')]
  const status = form.querySelector('[data-mapping-status]')
  const nameOf = (option) => option.textContent.replace(/ \*$/, '')
  const required = selects.length ? [...selects[0].options].filter((option) => 'required' in option.dataset) : []
  const check = () => {
    const taken = new Map()
    for (const select of selects) {
      select.closest('tr').classList.toggle('is-skipped', select.value === '')
      if (select.value) taken.set(select.value, [...(taken.get(select.value) ?? []), select])
    }
    let sentence = ''
    for (const select of selects) {
      const twice = (taken.get(select.value)?.length ?? 0) > 1
      const words = twice ? form.dataset.sayTwice.replace('{field}', nameOf(select.selectedOptions[0])) : ''
      select.setCustomValidity(words)
      if (words) select.setAttribute('aria-invalid', 'true'); else select.removeAttribute('aria-invalid')
      sentence ||= words
    }
    const typed = (key) => form.elements['const.' + key]?.value.trim()
    const missing = required.filter((option) => !taken.has(option.value) && !typed(option.value)).map(nameOf)
    if (!sentence && missing.length) sentence = form.dataset.sayMissing.replace('{fields}', missing.join('、'))
    status.textContent = sentence
  }
  form.addEventListener('change', check)
  check()
}
