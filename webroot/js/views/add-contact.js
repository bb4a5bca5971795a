import { Dialog } from './dialog.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { People } from './people.js';
import { t } from './strings/index.js';

/** Finds somebody who is here already, or leads to a link for those who are not. */
export default function AddContact({ name, onInvite, onClose }) {
  return html`
    <${Dialog} title=${t('addContact')} tall onClose=${onClose}>
      <${People} name=${name} onOpen=${onClose} autofocus />
      <button type="button" class="choice people__invite" onClick=${onInvite}>
        <${Icon.Invite} /><span class="choice__label">${t('invite')}</span><${Icon.Forward} />
      </button>
    <//>
  `;
}
