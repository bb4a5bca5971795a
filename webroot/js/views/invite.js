import { useState } from 'preact/hooks';
import { html, useParts, useStore } from './html.js';
import { Qr } from './qr.js';
import { inviteOf } from './route.js';
import { t } from './strings/index.js';

/** A link and its picture, with which others find me. */
export function Invite() {
  const { session } = useParts();
  const username = useStore(session, (value) => value.user?.username);
  const [copied, setCopied] = useState(false);
  const link = inviteOf(username);
  const copy = () => navigator.clipboard?.writeText(link).then(() => setCopied(true), () => {});
  const share = () => navigator.share({ title: t('appName'), text: t('inviteMessage'), url: link }).catch(() => {});
  return html`
    <div class="invite">
      <p class="faint">${t('inviteText')}</p>
      <${Qr} text=${link} label=${t('inviteQr')} />
      <input class="input invite__link" aria-label=${t('inviteLink')} readonly dir="ltr" value=${link} onFocus=${(event) => event.target.select()} />
      <div class="invite__buttons">
        <button type="button" class="button button--main" onClick=${copy}>${t(copied ? 'copied' : 'inviteCopy')}</button>
        ${navigator.share && html`<button type="button" class="button" onClick=${share}>${t('share')}</button>`}
      </div>
    </div>
  `;
}
