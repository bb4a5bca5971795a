import { html } from './html.js';
import { line } from './icons.js';

/** Those of what is fetched when it is first wanted. */
export const MoreIcon = {
  Forward: () => html`<span class="turns">${line(18, html`<path d="M9.500 5.500l6.500 6.500-6.500 6.500" />`)}</span>`,
  Plus: () => line(20, html`<path d="M12 5.500v13M5.500 12h13" />`),
  List: () => line(20, html`<path d="M9 6.500h11M9 12h11M9 17.500h11M4.500 6.500h.1M4.500 12h.1M4.500 17.500h.1" />`),
  Person: () => line(20, html`<circle cx="12" cy="8" r="3.800" /><path d="M4.500 20c.7-3.800 3.700-6 7.500-6s6.800 2.200 7.500 6" />`),
  Group: () => line(20, html`<circle cx="9" cy="8.500" r="3.300" /><path d="M3 19c.5-3.200 2.900-5 6-5s5.500 1.800 6 5M15.500 5.500a3.300 3.300 0 0 1 0 6M17.500 14.500c2 .7 3.200 2.300 3.500 4.500" />`),
  Write: () => line(20, html`<path d="M4.500 19.500l1-4.500L16 4.500l3.500 3.500L9 18.500z" />`),
  Palette: () => line(20, html`<circle cx="12" cy="12" r="8.500" /><path d="M12 3.500v17M12 7.500h7.300M12 12h8.500M12 16.500h7.300" />`),
  Lock: () => line(20, html`<rect x="5" y="10.500" width="14" height="9.500" rx="2.500" /><path d="M8 10.500V8a4 4 0 0 1 8 0v2.500" />`),
  Key: () => line(20, html`<circle cx="8" cy="14.500" r="4" /><path d="M11 11.500l8-8M16 6.500l2.500 2.500" />`),
  Device: () => line(20, html`<rect x="3" y="5" width="13" height="10" rx="2" /><path d="M6.500 19h6" /><rect x="16.500" y="9" width="5" height="10" rx="1.500" />`),
  Box: () => line(20, html`<path d="M12 4v10M8 10.500l4 4 4-4M4.500 16.500V20h15v-3.500" />`),
  Keyboard: () => line(20, html`<rect x="3" y="6" width="18" height="12" rx="2.500" /><path d="M7 10h.1M10.300 10h.1M13.700 10h.1M17 10h.1M8 14h8" />`),
  Plug: () => line(20, html`<path d="M9 3.500v4.500M15 3.500v4.500M6.500 8h11v3.500a5.500 5.500 0 0 1-11 0zM12 17v3.500" />`),
  Invite: () => line(20, html`<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700l-1.300 1.300M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700l1.300-1.300" />`),
  Leave: () => line(20, html`<path d="M10 4.500H5.500v15H10M14 8l4 4-4 4M18 12H9.500" />`),
};
