import { Dialog } from './dialog.js';
import { html } from './html.js';
import { Invite } from './invite.js';
import { t } from './strings/index.js';

export default function InviteDialog({ onClose }) {
  return html`<${Dialog} title=${t('invite')} onClose=${onClose}><${Invite} /><//>`;
}
