// Before the first paint, so that the page does not flash in the other theme.
try {
  const { theme } = JSON.parse(localStorage.getItem('webim.preferences')) ?? {};
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Nothing chosen, or no storage: the system's theme it is.
}
