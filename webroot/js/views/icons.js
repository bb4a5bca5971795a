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
  Gear: () => line(22, html`<circle cx="12" cy="12" r="3" /><path d="M10.2 5.3L10.4 2.9L13.6 2.9L13.8 5.3L15.5 6L17.3 4.5L19.5 6.7L18 8.5L18.7 10.2L21.1 10.4L21.1 13.6L18.7 13.8L18 15.5L19.5 17.3L17.3 19.5L15.5 18L13.8 18.7L13.6 21.1L10.4 21.1L10.2 18.7L8.5 18L6.7 19.5L4.5 17.3L6 15.5L5.3 13.8L2.9 13.6L2.9 10.4L5.3 10.2L6 8.5L4.5 6.7L6.7 4.5L8.5 6z" />`),
  Requests: () => line(22, html`<path d="M4 13.500l2.200-7.300A1.500 1.500 0 0 1 7.600 5h8.800a1.500 1.500 0 0 1 1.400 1.200L20 13.500V18a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 4 18zM4 13.500h4.500l1.200 2.200h4.600l1.200-2.200H20" />`),
  AddPerson: () =>
    line(22, html`<circle cx="9.500" cy="8" r="3.600" /><path d="M3 19.500c.6-3.400 3.200-5.300 6.500-5.300s5.900 1.900 6.500 5.300M18.500 7v6M15.500 10h6" />`),
  Search: () => line(18, html`<circle cx="11" cy="11" r="6.500" /><path d="M16 16l4.500 4.500" />`),
  Close: () => line(22, html`<path d="M6 6l12 12M18 6L6 18" />`),
  More: () =>
    line(22, html`<circle cx="12" cy="5.500" r=".9" fill="currentColor" /><circle cx="12" cy="12" r=".9" fill="currentColor" /><circle cx="12" cy="18.500" r=".9" fill="currentColor" />`),
  Eye: ({ crossed }) => line(20, html`<path d="M2.500 12c2-4.200 5.300-6.500 9.500-6.500s7.500 2.300 9.500 6.500c-2 4.200-5.300 6.500-9.500 6.500S4.500 16.200 2.500 12z" /><circle cx="12" cy="12" r="3" />${crossed && html`<path d="M4 4l16 16" />`}`),
  Send: () =>
    html`<svg class="turns" width="22" height="22" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d="M4.600 20.300c-.8.4-1.600-.4-1.300-1.200L5.700 13l8.300-1-8.300-1-2.400-6.100c-.3-.8.5-1.600 1.300-1.200l16 7.400c.8.400.8 1.400 0 1.800l-16 7.400z" />
    </svg>`,
  Clip: () => line(22, html`<path d="M19.500 11.500l-7.600 7.600a4.700 4.700 0 0 1-6.700-6.700l8-8a3.200 3.200 0 0 1 4.500 4.500l-7.900 7.900a1.600 1.600 0 0 1-2.300-2.300l7-7" />`),
  Mic: () => line(22, html`<rect x="9" y="3.500" width="6" height="11" rx="3" /><path d="M5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v2.500" />`),
  Picture: () => line(19, html`<rect x="3.500" y="5" width="17" height="14" rx="2.500" /><circle cx="8.500" cy="10" r="1.500" /><path d="M4 17l4.500-4 3 2.500 4-4 5 4.500" />`),
  Camera: () => line(19, html`<path d="M8.500 6.500L10 4.500h4l1.500 2H19A1.500 1.500 0 0 1 20.500 8v10a1.500 1.500 0 0 1-1.500 1.500H5A1.500 1.500 0 0 1 3.500 18V8A1.500 1.500 0 0 1 5 6.500z" /><circle cx="12" cy="12.800" r="3.500" />`),
  File: () => line(19, html`<path d="M13.500 3.500H7A1.500 1.500 0 0 0 5.500 5v14A1.500 1.500 0 0 0 7 20.500h10a1.500 1.500 0 0 0 1.500-1.500V8.500zM13.500 3.500v5h5" />`),
  Edit: () => line(19, html`<path d="M4.500 19.500l1-4.500L16 4.500l3.500 3.500L9 18.500z" />`),
  Done: () => line(22, html`<path d="M5 12.500l4.500 4.500L19 7.500" />`),
  Pin: () => line(19, html`<path d="M9 4.500h6M10 4.500v5l-3 3.500v1.500h10V13l-3-3.500v-5M12 14.500v5" />`),
  Reply: () => html`<span class="turns">${line(19, html`<path d="M9.500 5.500L4 11l5.500 5.500M4.500 11H13c4 0 6.500 2.300 7 7" />`)}</span>`,
  Forward: () => html`<span class="turns">${line(19, html`<path d="M14.500 5.500L20 11l-5.500 5.500M19.500 11H11c-4 0-6.500 2.300-7 7" />`)}</span>`,
  Bookmark: ({ crossed }) => line(19, html`<path d="M8 4.500h8a1.500 1.500 0 0 1 1.500 1.500v13.500L12 15.800l-5.500 3.700V6A1.500 1.500 0 0 1 8 4.500z" />${crossed && html`<path d="M4 4l16 16" />`}`),
  Flag: () => line(19, html`<path d="M6.500 20V4.500M6.500 5h10.500l-2.500 4 2.500 4H6.500" />`),
  Down: () => line(22, html`<path d="M6 9.500l6 6 6-6" />`),
  Trash: () => line(19, html`<path d="M5 7h14M10 7V4.800h4V7M7 7l.8 12.200h8.400L17 7M10.200 10.500v5.500M13.800 10.500v5.500" />`),
  Copy: () => line(19, html`<rect x="9" y="9" width="11" height="11" rx="2.500" /><path d="M15 9V6.500A2.500 2.500 0 0 0 12.500 4h-6A2.500 2.500 0 0 0 4 6.500v6A2.500 2.500 0 0 0 6.500 15H9" />`),
  Info: () => line(19, html`<circle cx="12" cy="12" r="8.300" /><path d="M12 11v5M12 8.200v.1" />`),
  Select: () => line(19, html`<circle cx="12" cy="12" r="8.300" /><path d="M8.500 12.200l2.500 2.500 4.700-5" />`),
  Retry: () => line(19, html`<path d="M19 12a7 7 0 1 1-2.100-5M19 4v4h-4" />`),
  Smile: () => line(22, html`<circle cx="12" cy="12" r="8.500" /><path d="M8.500 14.200c.8 1.200 2 1.900 3.500 1.900s2.700-.7 3.500-1.900M9.200 9.600v.1M14.800 9.600v.1" />`),
  Block: () => line(19, html`<circle cx="12" cy="12" r="8" /><path d="M6.500 6.500l11 11" />`),
  RemovePerson: () => line(19, html`<circle cx="9.500" cy="8" r="3.600" /><path d="M3 19.500c.6-3.400 3.200-5.300 6.500-5.300s5.900 1.900 6.500 5.300M15.500 10h6" />`),
  Talk: () => line(30, html`<path d="M12 4.500c-4.700 0-8.500 3.100-8.500 7 0 2.200 1.200 4.100 3.100 5.400L6 20l3.500-1.900c.8.200 1.600.3 2.500.3 4.700 0 8.500-3.100 8.500-7s-3.800-6.900-8.500-6.900z" />`),
  MutedSmall: () => line(14, html`<path d="M18 13.500V11a6 6 0 0 0-9.500-4.900M6 9.800V16.500l-1.500 2H16M10 21h4M4 4l16 16" />`),
  Mute: () => line(19, html`<path d="M18 13.500V11a6 6 0 0 0-9.500-4.900M6 9.800V16.500l-1.500 2H16M10 21h4M4 4l16 16" />`),
  Bell: () => line(19, html`<path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 21h4" />`),
  Fresh: () => line(19, html`<path d="M19.500 12a7.500 7.500 0 1 1-2.300-5.400M19.500 4v4h-4" />`),
  Clock: () => line(13, html`<circle cx="12" cy="12" r="8.500" /><path d="M12 7.500V12l3 2" />`),
  Warning: () => line(14, html`<circle cx="12" cy="12" r="9" /><path d="M12 7.500v5.500M12 16.300v.2" />`),
  Check: () =>
    html`<svg width="16" height="11" viewBox="0 0 16 11" fill="none" stroke="currentColor" stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d="M4 5.800l3 3L13 2" />
    </svg>`,
  Checks: () =>
    html`<svg width="16" height="11" viewBox="0 0 16 11" fill="none" stroke="currentColor" stroke-width="1.600" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d="M1 5.800l3 3L10 2M7.300 8.100l.7.700L14.800 2" />
    </svg>`,
};
