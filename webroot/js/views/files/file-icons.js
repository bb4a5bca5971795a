import { html } from '../html.js';
import { line } from '../icons.js';

const solid = (size, body) => html`<svg width=${size} height=${size} viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">${body}</svg>`;

export const FileIcon = {
  Play: () => solid(24, html`<path d="M8 5.200v13.600c0 .9 1 1.500 1.800 1l10.400-6.800c.7-.5.7-1.500 0-2L9.800 4.200c-.8-.5-1.800.1-1.800 1z" />`),
  Pause: () => solid(24, html`<rect x="6.500" y="5" width="4" height="14" rx="1.200" /><rect x="13.500" y="5" width="4" height="14" rx="1.200" />`),
  Download: () => line(20, html`<path d="M12 4v11M7.500 10.500L12 15l4.500-4.500M5 19.500h14" />`),
  Next: () => html`<span class="turns">${line(28, html`<path d="M9.500 5l7 7-7 7" />`)}</span>`,
  Previous: () => html`<span class="turns">${line(28, html`<path d="M14.500 5l-7 7 7 7" />`)}</span>`,
  Lock: () => line(18, html`<rect x="6" y="10.500" width="12" height="9" rx="2.500" /><path d="M8.500 10.500V8a3.500 3.500 0 0 1 7 0v2.500" />`),
  Up: () => line(16, html`<path d="M6 14.500l6-6 6 6" />`),
};
