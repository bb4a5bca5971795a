import { html } from '../html.js';
import { Invite } from '../invite.js';

export function InvitePage() {
  return html`<section class="section"><${Invite} /></section>`;
}
