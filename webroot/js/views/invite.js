import { useState } from 'preact/hooks';
import { copied } from './clipboard.js';
import { html, useParts, useStore } from './html.js';
import { Qr } from './qr.js';
import { inviteOf } from './route.js';
import { t } from './strings/index.js';

/** A link and its picture, with which others find me. */
export function Invite() {
  const { session } = useParts();
  const username = useStore(session, (value) => value.user?.username);
  const [word, setWord] = useState(null);
  const link = inviteOf(username);
  const copy = () => copied(link).then((done) => setWord(done ? 'copied' : 'copyFailed'));
  const share = () => navigator.share({ title: t('appName'), text: t('inviteMessage'), url: link }).catch(() => {});
  return html`
    <div class="invite">
      <p class="faint">${t('inviteText')}</p>
      <${Qr} text=${link} label=${t('inviteQr')} />
      <input class="input invite__link" aria-label=${t('inviteLink')} readonly dir="ltr" value=${link} onFocus=${(event) => event.target.select()} />
      <div class="invite__buttons">
        <button type="button" class="button button--main" onClick=${copy}>${t(word === 'copied' ? word : 'inviteCopy')}</button>
        ${navigator.share && html`<button type="button" class="button" onClick=${share}>${t('share')}</button>`}
      </div>
      ${word === 'copyFailed' && html`<p class="notice" role="alert">${t(word)}</p>`}
    </div>
  `;
}
