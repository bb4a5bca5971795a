import { html, useParts, useStore } from './html.js';
import { Invite } from './invite.js';
import { People } from './people.js';
import { t } from './strings/index.js';

/** The first screen beside an empty list: how to find the first contact. */
export default function Welcome() {
  const { session } = useParts();
  const name = useStore(session, (value) => value.user?.displayName);
  return html`
    <div class="welcome">
      <h2 class="welcome__title">${t('welcomeNew', name)}</h2>
      <p class="faint">${t('welcomeNewText')}</p>
      <div class="welcome__ways">
        <section class="welcome__way">
          <h3 class="section__title">${t('welcomeFind')}</h3>
          <p class="faint">${t('welcomeFindText')}</p>
          <div class="welcome__people"><${People} /></div>
        </section>
        <section class="welcome__way">
          <h3 class="section__title">${t('invite')}</h3>
          <${Invite} />
        </section>
      </div>
    </div>
  `;
}
