import { html } from '../html.js';
import { Leave } from './leave.js';

/** What there is to know of a group. */
export default function GroupInfo({ id, onClose }) {
  return html`<${Leave} id=${id} onClose=${onClose} />`;
}
