import { html } from './html.js';
import { line } from './icons.js';

/** Those of what is fetched when it is first wanted. */
export const MoreIcon = {
  Forward: () => html`<span class="turns">${line(18, html`<path d="M9.5 5.5l6.5 6.5-6.5 6.5" />`)}</span>`,
  Plus: () => line(20, html`<path d="M12 5.5v13M5.5 12h13" />`),
  List: () => line(20, html`<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.1M4.5 12h.1M4.5 17.5h.1" />`),
  Person: () => line(20, html`<circle cx="12" cy="8" r="3.8" /><path d="M4.5 20c.7-3.8 3.7-6 7.5-6s6.8 2.2 7.5 6" />`),
  Group: () => line(20, html`<circle cx="9" cy="8.5" r="3.3" /><path d="M3 19c.5-3.2 2.9-5 6-5s5.5 1.8 6 5M15.5 5.5a3.3 3.3 0 0 1 0 6M17.5 14.5c2 .7 3.2 2.3 3.5 4.5" />`),
  Write: () => line(20, html`<path d="M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5z" />`),
  Palette: () => line(20, html`<circle cx="12" cy="12" r="8.5" /><path d="M12 3.5v17M12 7.5h7.3M12 12h8.5M12 16.5h7.3" />`),
  Lock: () => line(20, html`<rect x="5" y="10.5" width="14" height="9.5" rx="2.5" /><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5" />`),
  Key: () => line(20, html`<circle cx="8" cy="14.5" r="4" /><path d="M11 11.5l8-8M16 6.5l2.5 2.5" />`),
  Device: () => line(20, html`<rect x="3" y="5" width="13" height="10" rx="2" /><path d="M6.5 19h6" /><rect x="16.5" y="9" width="5" height="10" rx="1.5" />`),
  Box: () => line(20, html`<path d="M12 4v10M8 10.5l4 4 4-4M4.5 16.5V20h15v-3.5" />`),
  Keyboard: () => line(20, html`<rect x="3" y="6" width="18" height="12" rx="2.5" /><path d="M7 10h.1M10.3 10h.1M13.7 10h.1M17 10h.1M8 14h8" />`),
  Plug: () => line(20, html`<path d="M9 3.5v4.5M15 3.5v4.5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v3.5" />`),
  Invite: () => line(20, html`<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.3 1.3M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.3-1.3" />`),
  Leave: () => line(20, html`<path d="M10 4.5H5.5v15H10M14 8l4 4-4 4M18 12H9.5" />`),
};
