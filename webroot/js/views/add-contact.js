import { Dialog } from './dialog.js';
import { html } from './html.js';
import { MoreIcon } from './more-icons.js';
import { People } from './people.js';
import { t } from './strings/index.js';

/** Finds somebody who is here already, or leads to a link for those who are not. */
export default function AddContact({ name, onInvite, onGroup, onClose }) {
  return html`
    <${Dialog} title=${t('newChat')} tall onClose=${onClose}>
      <${People} name=${name} onOpen=${onClose} autofocus>
        <div class="choices people__ways">
          <button type="button" class="choice" onClick=${onGroup}>
            <${MoreIcon.Group} /><span class="choice__label">${t('newGroup')}</span><${MoreIcon.Forward} />
          </button>
          <button type="button" class="choice" onClick=${onInvite}>
            <${MoreIcon.Invite} /><span class="choice__label">${t('invite')}</span><${MoreIcon.Forward} />
          </button>
        </div>
      <//>
    <//>
  `;
}
