// Chromium leaves boxes in text that was drawn before its slice of the Chinese font had arrived, when that text stands in a virtualised row.
// A change of style makes it shape the text again; `auto` and `normal` kerning look the same.

export function reshapeOnLateFonts(): void {
  const { style } = document.documentElement
  document.fonts.addEventListener('loadingdone', () => {
    style.fontKerning = style.fontKerning === 'normal' ? 'auto' : 'normal'
  })
}
