import { Field } from '../field.js';
import { html, useParts } from '../html.js';
import { explain, t } from '../strings/index.js';
import { useAccount } from '../use-account.js';
import { useTask } from '../use-task.js';

/** Another password, which ends all other sessions. */
export function Password() {
  const account = useAccount();
  const { notifications, session } = useParts();
  const [change, { busy, failure, done }] = useTask(async (form) => {
    const { oldPassword, newPassword, services } = Object.fromEntries(new FormData(form));
    await account.changePassword(oldPassword, newPassword, services !== undefined);
    form.reset();
    // Its own push subscription has ended with all that anybody made until then.
    await notifications.resume().catch(() => {});
  });
  const wrong = failure?.code === 'bad_credentials' ? t('error').wrong_password : undefined;
  return html`
    <form class="section stack" onSubmit=${(event) => (event.preventDefault(), change(event.target))}>
      <input class="unseen" type="text" name="username" autocomplete="username" value=${session.value.user?.username} readonly tabindex="-1" aria-hidden="true" />
      <${Field} label=${t('oldPassword')} name="oldPassword" type="password" error=${wrong} autocomplete="current-password" maxlength="128" required />
      <${Field}
        label=${t('newPassword')}
        name="newPassword"
        type="password"
        hint=${t('passwordHint')}
        error=${failure && !failure.passes && !wrong && explain(failure)}
        autocomplete="new-password"
        minlength="8"
        maxlength="128"
        required
      />
      <label class="tick-box"><input class="pick" type="checkbox" name="services" /><span>${t('endServices')}</span></label>
      <button class="button button--main" aria-disabled=${busy}>${t('changePassword')}</button>
      ${failure?.passes && !wrong && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <p class=${done ? 'notice notice--good' : 'unseen'} role="status">${done && t('passwordChanged')}</p>
    </form>
  `;
}
