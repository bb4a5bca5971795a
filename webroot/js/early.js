// Before the first paint, so that the page does not flash in the other theme.
try {
  const { theme } = JSON.parse(localStorage.getItem('webim.preferences')) ?? {};
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Nothing chosen, or no storage: the system's theme it is.
}

// The font at once for those who have been here and so have it; a first visit does without.
try {
  if (localStorage.getItem('webim.user')) {
    const font = { rel: 'preload', as: 'font', type: 'font/woff2', crossOrigin: 'anonymous', href: '/vendor/inter-latin.woff2' };
    document.head.append(Object.assign(document.createElement('link'), font));
  }
} catch {
  // No storage, so nobody knows.
}
