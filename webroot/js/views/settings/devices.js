import { useEffect, useState } from 'preact/hooks';
import { html, useParts } from '../html.js';
import { explain, t } from '../strings/index.js';
import { moment } from '../times.js';
import { useTask } from '../use-task.js';

/** Where one is logged in, and the end of it. */
export function Devices() {
  const { account } = useParts();
  const [devices, setDevices] = useState([]);
  const [load, { failure: missed }] = useTask(async () => setDevices(await account.devices()));
  useEffect(() => {
    load();
  }, []);
  const [revokeOthers, { busy, failure }] = useTask(() => account.revokeOthers().then(load));
  if (missed) return html`<p class="notice" role="alert">${explain(missed)}</p>`;
  return html`
    <section class="section stack">
      <ul>
        ${devices.map((device) => html`<${Device} key=${device.id} device=${device} onRevoked=${load} />`)}
      </ul>
      ${devices.length > 1 &&
      html`<button type="button" class="button button--quiet-danger" disabled=${busy} onClick=${revokeOthers}>${t('revokeOthers')}</button>`}
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
    </section>
  `;
}

function Device({ device, onRevoked }) {
  const { account } = useParts();
  const [revoke, { busy, failure }] = useTask(() => account.revoke(device.id).then(onRevoked));
  const name = device.device || t('unknownDevice');
  const detail = device.current ? t('thisDevice') : t('lastUsed', moment(Date.parse(device.lastUsedAt)));
  return html`
    <li class="person">
      <div class="person__who">
        <p class="person__name"><bdi>${name}</bdi></p>
        <p class="person__detail faint">${failure ? explain(failure) : detail}</p>
      </div>
      ${!device.current &&
      html`<button type="button" class="button button--small button--quiet-danger" disabled=${busy} onClick=${revoke}>
        ${t('revoke')}
      </button>`}
    </li>
  `;
}
