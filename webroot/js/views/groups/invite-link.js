import { useState } from 'preact/hooks';
import { copied } from '../clipboard.js';
import { html } from '../html.js';
import { Qr } from '../qr.js';
import { joinOf } from '../route.js';
import { Switch } from '../settings/switch.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { Select } from './choice.js';
import { useGroupCommands } from './use-group-commands.js';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** Makes a link by which others come to a group, and shows it this once. */
export function InviteLink({ id, onMade }) {
  const commands = useGroupCommands();
  const [expiresIn, setExpiresIn] = useState(String(7 * DAY));
  const [uses, setUses] = useState('0');
  const [approval, setApproval] = useState(false);
  const [link, setLink] = useState(null);
  const [make, { busy, failure }] = useTask(async () => {
    const given = { expiresIn: Number(expiresIn) || undefined, uses: Number(uses) || undefined, approval };
    const { token } = await commands.invite(id, given);
    setLink(joinOf(token));
    onMade?.();
  });
  if (link) return html`<${Shown} link=${link} onMore=${() => setLink(null)} />`;
  return html`
    <div class="stack">
      <h3 class="section__title">${t('inviteByLink')}</h3>
      <${Select}
        label=${t('linkExpires')}
        value=${expiresIn}
        choices=${[
          [String(HOUR), t('inHours', 1)],
          [String(DAY), t('inDays', 1)],
          [String(7 * DAY), t('inDays', 7)],
          [String(30 * DAY), t('inDays', 30)],
          ['0', t('never')],
        ]}
        onChoose=${setExpiresIn}
      />
      <${Select}
        label=${t('linkUses')}
        value=${uses}
        choices=${[['0', t('anyNumber')], ...['1', '5', '10', '50', '100'].map((count) => [count, count])]}
        onChoose=${setUses}
      />
      <${Switch} label=${t('linkApproval')} hint=${t('linkApprovalText')} on=${approval} onChange=${setApproval} />
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <button type="button" class="button button--wide" aria-disabled=${busy} onClick=${make}>${t('makeLink')}</button>
    </div>
  `;
}

function Shown({ link, onMore }) {
  const [word, setWord] = useState(null);
  const copy = () => copied(link).then((done) => setWord(done ? 'copied' : 'copyFailed'));
  const share = () => navigator.share({ title: t('appName'), url: link }).catch(() => {});
  return html`
    <div class="invite">
      <p class="faint">${t('linkOnce')}</p>
      <${Qr} text=${link} label=${t('linkQr')} />
      <input class="input invite__link" aria-label=${t('groupLink')} readonly dir="ltr" value=${link} onFocus=${(event) => event.target.select()} />
      <div class="invite__buttons">
        <button type="button" class="button button--main" onClick=${copy}>${t(word === 'copied' ? word : 'inviteCopy')}</button>
        ${navigator.share && html`<button type="button" class="button" onClick=${share}>${t('share')}</button>`}
      </div>
      ${word === 'copyFailed' && html`<p class="notice" role="alert">${t(word)}</p>`}
      <button type="button" class="button" onClick=${onMore}>${t('anotherLink')}</button>
    </div>
  `;
}
