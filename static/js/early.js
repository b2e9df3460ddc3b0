// Runs before the first paint, so that nothing jumps: theme, density and the folded menu are as the reader left them.
(() => {
  const root = document.documentElement
  const kept = (name) => { try { return localStorage.getItem(name) } catch { return null } }
  root.classList.add('js')
  if (root.dataset.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches) root.dataset.bsTheme = 'dark'
  if (kept('side') === 'folded') root.dataset.side = 'folded'
  if (kept('density')) root.dataset.density = kept('density')
})()
