import { useEffect, useState } from 'preact/hooks';
import { html, useParts } from '../html.js';
import { MoreIcon } from '../more-icons.js';
import { LoadFailure } from '../load-failure.js';
import { explain, t } from '../strings/index.js';
import { moment } from '../times.js';
import { useAccount } from '../use-account.js';
import { useTask } from '../use-task.js';

/** Where one is logged in, and the end of it. */
export function Devices() {
  const account = useAccount();
  const { notifications } = useParts();
  const [devices, setDevices] = useState([]);
  const [next, setNext] = useState();
  const [load, { busy: loading, failure: missed }] = useTask(async (after) => {
    const page = await account.devices(after);
    setDevices(after ? [...devices, ...page.sessions] : page.sessions);
    setNext(page.next);
  });
  useEffect(() => {
    load();
  }, []);
  const [revokeOthers, { busy, failure }] = useTask(async () => {
    await account.revokeOthers();
    // Its own push subscription has ended with all that anybody made until then.
    await notifications.resume().catch(() => {});
    await load();
  });
  if (missed && devices.length === 0) return html`<${LoadFailure} failure=${missed} onRetry=${load} />`;
  return html`
    <section class="section stack">
      <ul>
        ${devices.map((device) => html`<${Device} key=${device.id} device=${device} onRevoked=${() => load()} />`)}
      </ul>
      ${missed && html`<${LoadFailure} failure=${missed} onRetry=${() => load(next)} />`}
      ${next && !missed && html`<button type="button" class="button" aria-disabled=${loading} onClick=${() => load(next)}>${t('more')}</button>`}
      ${devices.length > 1 &&
      html`<button type="button" class="button button--quiet-danger" aria-disabled=${busy} onClick=${revokeOthers}>${t('revokeOthers')}</button>`}
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
    </section>
  `;
}

function Device({ device, onRevoked }) {
  const account = useAccount();
  const [revoke, { busy, failure }] = useTask(() => account.revoke(device.id).then(onRevoked));
  const name = device.device || t('unknownDevice');
  return html`
    <li class="person device">
      <span class=${`device__icon ${device.current ? 'device__icon--this' : ''}`}><${MoreIcon.Device} /></span>
      <div class="person__who">
        <p class="person__name"><bdi>${name}</bdi>${device.current && html` <span class="tag">${t('thisDevice')}</span>`}</p>
        ${failure && html`<p class="person__note field__error" role="alert">${explain(failure)}</p>`}
        ${!device.current && html`<p class="device__time faint">${t('lastUsed', moment(Date.parse(device.lastUsedAt)))}</p>`}
        <p class="device__time faint">${t('firstSeen', moment(Date.parse(device.createdAt)))}</p>
        ${device.address && html`<p class="device__time faint">${t('lastAddress')}${' '}<bdi dir="ltr">${device.address}</bdi></p>`}
        ${device.push &&
        html`<p class="person__note faint">
          ${t(device.push.show === 'text' ? 'pushedTexts' : 'pushedSenders')}${' '}<bdi>${device.push.service}</bdi>
        </p>`}
      </div>
      ${!device.current &&
      html`<button type="button" class="button button--small button--quiet-danger" aria-disabled=${busy} onClick=${revoke}>
        ${t('revoke')}
      </button>`}
    </li>
  `;
}
