// Before the first paint, so that the page does not flash in the other theme, or jump to another size.
try {
  const { theme, textSize, density, wallpaper } = JSON.parse(localStorage.getItem('webim.preferences')) ?? {};
  const { dataset } = document.documentElement;
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  if (textSize) dataset.text = textSize;
  if (density) dataset.density = density;
  if (wallpaper) dataset.wallpaper = wallpaper;
} catch {
  // Nothing chosen, or no storage: the system's theme it is.
}
