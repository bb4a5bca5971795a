import { useRef, useState } from 'preact/hooks';
import { BlockedBanner } from './blocked-banner.js';
import { Field } from './field.js';
import { html, useParts, useStore } from './html.js';
import { lazy } from './lazy.js';
import { useInvite, useJoin } from './route.js';
import { because, explain, t } from './strings/index.js';
import { useTask } from './use-task.js';

const CodeForm = lazy('CodeForm');
const ENDS = { ended: 'sessionEnded', removed: 'accountRemoved' };

/** The page before the messages: log in, or create an account. */
export function LoginPage() {
  const { session } = useParts();
  const why = useStore(session, (value) => value.why);
  const invite = useInvite();
  const token = useJoin();
  const [joining, setJoining] = useState((invite ?? token) !== undefined);
  const [challenge, setChallenge] = useState(null);
  const typed = useRef('');
  if (challenge) return html`<${Card} title=${t('secondFactor')} text=${t('codeText')}>
    <${CodeForm} challenge=${challenge} onCancel=${() => setChallenge(null)} />
  <//>`;
  return html`
    <${Card} title=${t(joining ? 'join' : 'welcome')} text=${t(joining ? 'joinText' : 'welcomeText')}>
      ${why && html`<p class="notice notice--good" role="status">${t(ENDS[why])}</p>`}
      ${invite && html`<p class="notice notice--good" role="status">${t('invitedText', invite)}</p>`}
      ${token && html`<p class="notice notice--good" role="status">${t('invitedToGroup')}</p>`}
      <${EntranceForm} key=${joining} joining=${joining} typed=${typed} onChallenge=${setChallenge} />
      <p class="entrance__other">
        ${t(joining ? 'haveAccount' : 'noAccount')}${' '}
        <button type="button" class="link" onClick=${() => setJoining(!joining)}>${t(joining ? 'logIn' : 'register')}</button>
      </p>
    <//>
  `;
}

function Card({ title, text, children }) {
  return html`
    <main class="entrance">
      <${BlockedBanner} />
      <div class="entrance__card">
        <header class="entrance__head">
          <img class="entrance__mark" src="/icon.svg" alt="" width="56" height="56" />
          <h1 class="entrance__title">${title}</h1>
          <p class="faint">${text}</p>
        </header>
        ${children}
      </div>
    </main>
  `;
}

/** @param typed keeps the username while somebody changes between the two forms */
function EntranceForm({ joining, typed, onChallenge }) {
  const { session } = useParts();
  const [enter, { busy, failure }] = useTask(async (form) => {
    try {
      await (joining ? session.register(form) : session.login(form));
    } catch (refused) {
      if (refused.code !== 'second_factor_required') throw refused;
      onChallenge(refused.more);
    }
  });
  const onSubmit = (event) => {
    event.preventDefault();
    enter(Object.fromEntries(new FormData(event.target)));
  };
  const wrong = (field) => failure?.fields?.[field] && because(failure.fields[field]);
  const taken = failure?.code === 'username_taken' ? explain(failure) : undefined;
  const told = failure && !taken && !['username', 'password', 'displayName'].some(wrong);
  return html`
    <form class="entrance__form" onSubmit=${onSubmit}>
      <${Field}
        label=${t('username')}
        name="username"
        hint=${joining ? t('usernameHint') : undefined}
        error=${taken ?? wrong('username')}
        defaultValue=${typed.current}
        onInput=${(event) => (typed.current = event.target.value)}
        autocomplete="username"
        autocapitalize="none"
        spellcheck=${false}
        minlength=${joining ? 3 : undefined}
        maxlength="32"
        pattern=${joining ? '\\s*[A-Za-z0-9_.\\-]{3,32}\\s*' : undefined}
        title=${joining ? t('usernameHint') : undefined}
        required
        autofocus
      />
      ${joining &&
      html`<${Field}
        label=${t('displayNameOptional')}
        name="displayName"
        error=${wrong('displayName')}
        autocomplete="name"
        maxlength="64"
      />`}
      <${Field}
        label=${t('password')}
        name="password"
        type="password"
        hint=${joining ? t('passwordHint') : undefined}
        error=${wrong('password')}
        autocomplete=${joining ? 'new-password' : 'current-password'}
        minlength=${joining ? 8 : undefined}
        maxlength="128"
        required
      />
      ${told && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <button class="button button--main button--wide" aria-disabled=${busy}>${t(joining ? 'register' : 'logIn')}</button>
    </form>
  `;
}
