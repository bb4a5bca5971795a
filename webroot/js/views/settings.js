import { useEffect, useState } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import { Field } from './field.js';
import { html, useParts, useStore } from './html.js';
import { LANGUAGES, explain, t } from './strings/index.js';
import { moment } from './times.js';
import { useTask } from './use-task.js';

/** The own profile, how things look, the password, the devices, and the way out. */
export function Settings({ onClose }) {
  const { session } = useParts();
  const [logOut, { busy, failure }] = useTask(() => session.logout());
  return html`
    <${Dialog} title=${t('settings')} tall onClose=${onClose}>
      <${Profile} />
      <${Appearance} />
      <${Password} />
      <${Devices} />
      <section class="section stack">
        ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
        <button type="button" class="button button--wide button--quiet-danger" disabled=${busy} onClick=${logOut}>
          ${t('logOut')}
        </button>
      </section>
    <//>
  `;
}

function Profile() {
  const { account, session } = useParts();
  const user = useStore(session, (value) => value.user);
  const [save, { busy, failure, done }] = useTask((name) => account.rename(name));
  const onSubmit = (event) => {
    event.preventDefault();
    save(new FormData(event.target).get('displayName').trim());
  };
  if (!user) return null;
  return html`
    <form class="section stack" onSubmit=${onSubmit}>
      <div class="beside">
        <${Avatar} user=${user} size="large" />
        <div class="beside__grow">
          <p class="person__name"><bdi>${user.displayName}</bdi></p>
          <p class="person__detail faint">@${user.username}</p>
        </div>
      </div>
      <${Field}
        label=${t('displayName')}
        name="displayName"
        value=${user.displayName}
        error=${failure && explain(failure)}
        autocomplete="name"
        maxlength="64"
        required
      />
      <div class="beside">
        <button class="button button--main" disabled=${busy}>${t('save')}</button>
        <span class="faint" role="status">${done && t('saved')}</span>
      </div>
    </form>
  `;
}

function Appearance() {
  const { preferences } = useParts();
  const { theme, language } = useStore(preferences);
  const themes = [
    ['system', t('themeSystem')],
    ['light', t('themeLight')],
    ['dark', t('themeDark')],
  ];
  return html`
    <section class="section stack">
      <h3 class="section__title">${t('appearance')}</h3>
      <div class="segments" role="radiogroup" aria-label=${t('theme')}>
        ${themes.map(
          ([value, label]) => html`
            <label class="segments__choice">
              <input
                class="unseen"
                type="radio"
                name="theme"
                value=${value}
                checked=${theme === value}
                onChange=${() => preferences.choose({ theme: value })}
              />
              ${label}
            </label>
          `,
        )}
      </div>
      <label class="field">
        <span class="field__label">${t('languageTitle')}</span>
        <select class="input" value=${language} onChange=${(event) => preferences.choose({ language: event.target.value })}>
          <option value="auto">${t('languageAuto')}</option>
          ${Object.entries(LANGUAGES).map(([code, texts]) => html`<option value=${code}>${texts.language}</option>`)}
        </select>
      </label>
    </section>
  `;
}

function Password() {
  const { account, session } = useParts();
  const [change, { busy, failure, done }] = useTask(async (form) => {
    const { oldPassword, newPassword } = Object.fromEntries(new FormData(form));
    await account.changePassword(oldPassword, newPassword);
    form.reset();
  });
  const wrong = failure?.code === 'bad_credentials' ? t('error').wrong_password : undefined;
  return html`
    <form class="section stack" onSubmit=${(event) => (event.preventDefault(), change(event.target))}>
      <h3 class="section__title">${t('changePassword')}</h3>
      <input class="unseen" type="text" name="username" autocomplete="username" value=${session.value.user?.username} readonly tabindex="-1" aria-hidden="true" />
      <${Field} label=${t('oldPassword')} name="oldPassword" type="password" error=${wrong} autocomplete="current-password" maxlength="128" required />
      <${Field}
        label=${t('newPassword')}
        name="newPassword"
        type="password"
        hint=${t('passwordHint')}
        error=${failure && !wrong && explain(failure)}
        autocomplete="new-password"
        minlength="8"
        maxlength="128"
        required
      />
      <button class="button" disabled=${busy}>${t('changePassword')}</button>
      <p class=${done ? 'notice notice--good' : 'unseen'} role="status">${done && t('passwordChanged')}</p>
    </form>
  `;
}

function Devices() {
  const { account } = useParts();
  const [devices, setDevices] = useState([]);
  const load = () => account.devices().then(setDevices, () => {});
  useEffect(() => {
    load();
  }, []);
  return html`
    <section class="section">
      <h3 class="section__title">${t('devices')}</h3>
      <ul>
        ${devices.map((device) => html`<${Device} key=${device.id} device=${device} onRevoked=${load} />`)}
      </ul>
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
        <p class="person__name">${name}</p>
        <p class="person__detail faint">${failure ? explain(failure) : detail}</p>
      </div>
      ${!device.current &&
      html`<button type="button" class="button button--small button--quiet-danger" disabled=${busy} onClick=${revoke}>
        ${t('revoke')}
      </button>`}
    </li>
  `;
}
