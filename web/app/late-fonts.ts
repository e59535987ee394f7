// Chromium leaves boxes in text that was drawn before its slice of the Chinese font had arrived, when that text stands in a virtualised row:
// it remembers how it shaped the text. A word space that is wider by a ten-thousandth of a pixel cannot be seen, but makes it shape the text
// anew. Each time needs a value of its own, because what was remembered for an earlier value is stale too.

export function reshapeOnLateFonts(): void {
  let arrivals = 0
  document.fonts.addEventListener('loadingdone', () => {
    arrivals += 1
    document.documentElement.style.wordSpacing = `${arrivals / 10_000}px`
  })
}
