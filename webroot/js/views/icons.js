import { html } from './html.js';

/** The lines of an icon in a square of so many pixels. */
export const line = (size, body) => html`
  <svg
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${body}
  </svg>
`;

export const Icon = {
  Back: () => html`<span class="turns">${line(24, html`<path d="M15 5l-7 7 7 7" />`)}</span>`,
  Gear: () => line(22, html`<circle cx="12" cy="12" r="3" /><path d="M10.2 5.3l.2-2.4 3.2 0 .2 2.4 1.7 .7 1.8-1.5 2.2 2.2-1.5 1.8 .7 1.7 2.4 .2 0 3.2-2.4 .2-.7 1.7 1.5 1.8-2.2 2.2-1.8-1.5-1.7 .7-.2 2.4-3.2 0-.2-2.4-1.7-.7-1.8 1.5-2.2-2.2 1.5-1.8-.7-1.7-2.4-.2 0-3.2 2.4-.2 .7-1.7-1.5-1.8 2.2-2.2 1.8 1.5z" />`),
  Requests: () => line(22, html`<path d="M4 13.5l2.2-7.3A1.5 1.5 0 0 1 7.6 5h8.8a1.5 1.5 0 0 1 1.4 1.2L20 13.5V18a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18zM4 13.5h4.5l1.2 2.2h4.6l1.2-2.2H20" />`),
  AddPerson: () =>
    line(22, html`<circle cx="9.5" cy="8" r="3.6" /><path d="M3 19.5c.6-3.4 3.2-5.3 6.5-5.3s5.9 1.9 6.5 5.3M18.5 7v6M15.5 10h6" />`),
  Search: () => line(18, html`<circle cx="11" cy="11" r="6.5" /><path d="M16 16l4.5 4.5" />`),
  Close: () => line(22, html`<path d="M6 6l12 12M18 6L6 18" />`),
  More: () =>
    line(22, html`<circle cx="12" cy="5.5" r=".9" fill="currentColor" /><circle cx="12" cy="12" r=".9" fill="currentColor" /><circle cx="12" cy="18.5" r=".9" fill="currentColor" />`),
  Eye: ({ crossed }) => line(20, html`<path d="M2.5 12c2-4.2 5.3-6.5 9.5-6.5s7.5 2.3 9.5 6.5c-2 4.2-5.3 6.5-9.5 6.5S4.5 16.2 2.5 12z" /><circle cx="12" cy="12" r="3" />${crossed && html`<path d="M4 4l16 16" />`}`),
  Send: () =>
    html`<svg class="turns" width="22" height="22" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d="M4.6 20.3c-.8.4-1.6-.4-1.3-1.2L5.7 13l8.3-1-8.3-1-2.4-6.1c-.3-.8.5-1.6 1.3-1.2l16 7.4c.8.4.8 1.4 0 1.8l-16 7.4z" />
    </svg>`,
  Clip: () => line(22, html`<path d="M19.5 11.5l-7.6 7.6a4.7 4.7 0 0 1-6.7-6.7l8-8a3.2 3.2 0 0 1 4.5 4.5l-7.9 7.9a1.6 1.6 0 0 1-2.3-2.3l7-7" />`),
  Mic: () => line(22, html`<rect x="9" y="3.5" width="6" height="11" rx="3" /><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v2.5" />`),
  Picture: () => line(19, html`<rect x="3.5" y="5" width="17" height="14" rx="2.5" /><circle cx="8.5" cy="10" r="1.5" /><path d="M4 17l4.5-4 3 2.5 4-4 5 4.5" />`),
  Camera: () => line(19, html`<path d="M8.5 6.5L10 4.5h4l1.5 2H19A1.5 1.5 0 0 1 20.5 8v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V8A1.5 1.5 0 0 1 5 6.5z" /><circle cx="12" cy="12.8" r="3.5" />`),
  File: () => line(19, html`<path d="M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5zM13.5 3.5v5h5" />`),
  Edit: () => line(19, html`<path d="M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5z" />`),
  Done: () => line(22, html`<path d="M5 12.5l4.5 4.5L19 7.5" />`),
  Pin: () => line(19, html`<path d="M9 4.5h6M10 4.5v5l-3 3.5v1.5h10V13l-3-3.5v-5M12 14.5v5" />`),
  Reply: () => html`<span class="turns">${line(19, html`<path d="M9.5 5.5L4 11l5.5 5.5M4.5 11H13c4 0 6.5 2.3 7 7" />`)}</span>`,
  Forward: () => html`<span class="turns">${line(19, html`<path d="M14.5 5.5L20 11l-5.5 5.5M19.5 11H11c-4 0-6.5 2.3-7 7" />`)}</span>`,
  Bookmark: ({ crossed }) => line(19, html`<path d="M8 4.5h8a1.5 1.5 0 0 1 1.5 1.5v13.5L12 15.8l-5.5 3.7V6A1.5 1.5 0 0 1 8 4.5z" />${crossed && html`<path d="M4 4l16 16" />`}`),
  Flag: () => line(19, html`<path d="M6.5 20V4.5M6.5 5h10.5l-2.5 4 2.5 4H6.5" />`),
  Down: () => line(22, html`<path d="M6 9.5l6 6 6-6" />`),
  Trash: () => line(19, html`<path d="M5 7h14M10 7V4.8h4V7M7 7l.8 12.2h8.4L17 7M10.2 10.5v5.5M13.8 10.5v5.5" />`),
  Copy: () => line(19, html`<rect x="9" y="9" width="11" height="11" rx="2.5" /><path d="M15 9V6.5A2.5 2.5 0 0 0 12.5 4h-6A2.5 2.5 0 0 0 4 6.5v6A2.5 2.5 0 0 0 6.5 15H9" />`),
  Info: () => line(19, html`<circle cx="12" cy="12" r="8.3" /><path d="M12 11v5M12 8.2v.1" />`),
  Select: () => line(19, html`<circle cx="12" cy="12" r="8.3" /><path d="M8.5 12.2l2.5 2.5 4.7-5" />`),
  Retry: () => line(19, html`<path d="M19 12a7 7 0 1 1-2.1-5M19 4v4h-4" />`),
  Smile: () => line(22, html`<circle cx="12" cy="12" r="8.5" /><path d="M8.5 14.2c.8 1.2 2 1.9 3.5 1.9s2.7-.7 3.5-1.9M9.2 9.6v.1M14.8 9.6v.1" />`),
  Block: () => line(19, html`<circle cx="12" cy="12" r="8" /><path d="M6.5 6.5l11 11" />`),
  RemovePerson: () => line(19, html`<circle cx="9.5" cy="8" r="3.6" /><path d="M3 19.5c.6-3.4 3.2-5.3 6.5-5.3s5.9 1.9 6.5 5.3M15.5 10h6" />`),
  Talk: () => line(30, html`<path d="M12 4.5c-4.7 0-8.5 3.1-8.5 7 0 2.2 1.2 4.1 3.1 5.4L6 20l3.5-1.9c.8.2 1.6.3 2.5.3 4.7 0 8.5-3.1 8.5-7s-3.8-6.9-8.5-6.9z" />`),
  MutedSmall: () => line(14, html`<path d="M18 13.5V11a6 6 0 0 0-9.5-4.9M6 9.8V16.5l-1.5 2H16M10 21h4M4 4l16 16" />`),
  Mute: () => line(19, html`<path d="M18 13.5V11a6 6 0 0 0-9.5-4.9M6 9.8V16.5l-1.5 2H16M10 21h4M4 4l16 16" />`),
  Bell: () => line(19, html`<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4" />`),
  Fresh: () => line(19, html`<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 4v4h-4" />`),
  Clock: () => line(13, html`<circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" />`),
  Warning: () => line(14, html`<circle cx="12" cy="12" r="9" /><path d="M12 7.5v5.5M12 16.3v.2" />`),
  Check: () =>
    html`<svg width="16" height="11" viewBox="0 0 16 11" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d="M4 5.8l3 3L13 2" />
    </svg>`,
  Checks: () =>
    html`<svg width="16" height="11" viewBox="0 0 16 11" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d="M1 5.8l3 3L10 2M7.3 8.1l.7.7L14.8 2" />
    </svg>`,
};
