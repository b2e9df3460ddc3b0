// A column of cells: Enter goes to the next one, and a column copied from a spreadsheet is pasted down from the cell it is dropped on.
const cells = [...document.querySelectorAll('[data-column]')]

for (const [place, cell] of cells.entries()) {
  cell.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || place === cells.length - 1) return
    event.preventDefault()
    cells[place + 1].select()
  })
  cell.addEventListener('paste', (event) => {
    const lines = event.clipboardData.getData('text').replace(/\r?\n$/, '').split(/\r?\n/)
    if (lines.length < 2) return
    event.preventDefault()
    lines.slice(0, cells.length - place).forEach((line, below) => { cells[place + below].value = line.split('\t')[0].trim() })
    cells[Math.min(place + lines.length, cells.length) - 1].focus()
  })
}
