import { useState } from 'preact/hooks';
import { html, useParts } from '../html.js';
import { explain, t } from '../strings/index.js';
import { useAccount } from '../use-account.js';
import { useTask } from '../use-task.js';
import { WithPassword } from './with-password.js';

/** Everything to take along, and the end of the account. */
export function Data() {
  const account = useAccount();
  const { session } = useParts();
  const [deleting, setDeleting] = useState(false);
  const [take, { busy, failure }] = useTask(async () => save(await account.export(), `webim-${session.value.user.username}.json`));
  const [none, setNone] = useState(false);
  const [takeFiles, { busy: packing, failure: unpacked }] = useTask(async () => {
    const { used } = await account.usage();
    setNone(used === 0);
    for (let part = { next: undefined }, at = 1; used > 0 && (at === 1 || part.next); at++) {
      part = await account.files(part.next);
      save(part.blob, `webim-${session.value.user.username}-${at}.zip`);
    }
  });
  return html`
    <section class="section stack">
      <h3 class="section__title">${t('exportTitle')}</h3>
      <p class="faint">${t('exportText')}</p>
      <button type="button" class="button" aria-disabled=${busy} onClick=${take}>${t('exportDo')}</button>
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <p class="faint">${t('exportFilesText')}</p>
      <button type="button" class="button" aria-disabled=${packing} onClick=${takeFiles}>${t('exportFilesDo')}</button>
      <p class="faint" role="status">${none && t('exportNoFiles')}</p>
      ${unpacked && html`<p class="notice" role="alert">${explain(unpacked)}</p>`}
    </section>
    <section class="section stack">
      <h3 class="section__title">${t('deleteAccount')}</h3>
      <p class="faint">${t('deleteAccountText')}</p>
      ${deleting
        ? html`<${WithPassword}
            label=${t('deleteAccountDo')}
            danger
            act=${(password) => account.remove(password)}
            onCancel=${() => setDeleting(false)}
          />`
        : html`<button type="button" class="button button--quiet-danger" onClick=${() => setDeleting(true)}>${t('deleteAccount')}</button>`}
    </section>
  `;
}

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
