// Noto Sans SC for machines without a Chinese font of their own. The list of its slices is nine tenths of all styles, so it is loaded beside
// the page instead of before it; of the slices themselves the browser loads the few that the page needs.

export function offerChineseFont(): void {
  reshapeOnArrival()
  void import('@fontsource/noto-sans-sc/400.css')
  void import('@fontsource/noto-sans-sc/600.css')
}

// Chromium leaves boxes in text that was drawn before its slice of the Chinese font had arrived, when that text stands in a virtualised row:
// it remembers how it shaped the text. A word space that is wider by a ten-thousandth of a pixel cannot be seen, but makes it shape the text
// anew. Each time needs a value of its own, because what was remembered for an earlier value is stale too.
function reshapeOnArrival(): void {
  let arrivals = 0
  document.fonts.addEventListener('loadingdone', () => {
    arrivals += 1
    document.documentElement.style.wordSpacing = `${arrivals / 10_000}px`
  })
}
