import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Integrations } from '../../state/integrations.js';
import { Throttle } from '../../state/throttle.js';
import { copied } from '../clipboard.js';
import { html, useParts } from '../html.js';
import { LoadFailure } from '../load-failure.js';
import { explain, t } from '../strings/index.js';
import { usePages } from '../use-pages.js';
import { useTask } from '../use-task.js';

const A_LITTLE = 1_000;
/** However much is said meanwhile. */
const PAUSE = 5_000;

export function useIntegrations() {
  const { session } = useParts();
  return useMemo(() => new Integrations({ rest: session.rest }), [session]);
}

/**
 * What there is of one kind, and the way to more of it.
 *
 * @param read gives what there is
 * @param list shows it; its second parameter is called once something has changed
 * @param form makes one more of it; its second parameter is called with what is shown of that once, or with nothing
 * @param once what that is
 */
export function Makings({ title, text, add, once, read, list, form }) {
  const { found, load, failure } = usePages(async () => ({ read: await read() }), 'read');
  useRenewed(load);
  const [shown, show] = useState('');
  const [making, make] = useState(false);
  // All at once: what is below stays where it is, under a finger that is on its way.
  const made = async (secret = '') => {
    await load();
    show(secret);
    make(false);
  };
  const changed = () => {
    show('');
    load();
  };
  const begin = () => {
    show('');
    make(true);
  };
  return html`
    <section class="section stack">
      <h3 class="section__title">${title}</h3>
      <p class="faint">${text}</p>
      ${failure && html`<${LoadFailure} failure=${failure} onRetry=${load} />`}
      <ul>
        ${found && list(found, changed)}
      </ul>
      ${shown && html`<${Once} label=${once} text=${shown} />`}
      ${making ? form(found, made, () => make(false)) : html`<button type="button" class="button" onClick=${begin}>${add}</button>`}
    </section>
  `;
}

/** What is used says something: after that, the list is looked at again. */
export function useRenewed(load) {
  const { messenger } = useParts();
  const latest = useRef();
  latest.current = load;
  useEffect(() => {
    const looks = new Throttle(() => latest.current(), PAUSE);
    let timer;
    const look = () => {
      timer = undefined;
      looks.want();
    };
    // The server notes the use beside the message, which may be a little sooner.
    const leave = messenger.conversations.subscribe(() => (timer ??= setTimeout(look, A_LITTLE)));
    return () => (leave(), clearTimeout(timer), looks.end());
  }, []);
}

/** A form of few fields that makes something. */
export function Making({ label, act, onCancel, children }) {
  const [run, { busy, failure }] = useTask((form) => act(Object.fromEntries(new FormData(form))));
  const form = useRef();
  // It stands at the end of a page that scrolls, and grows by what went wrong: all of it is to be seen.
  useLayoutEffect(() => form.current.scrollIntoView({ block: 'nearest' }), [failure]);
  return html`
    <form ref=${form} class="stack" onSubmit=${(event) => (event.preventDefault(), run(event.target))}>
      ${children}
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      <div class="dialog__buttons">
        <button type="button" class="button" onClick=${onCancel}>${t('cancel')}</button>
        <button class="button button--main" aria-disabled=${busy}>${label}</button>
      </div>
    </form>
  `;
}

/** What is shown once: whoever has it can use it. */
export function Once({ label, text }) {
  const [word, setWord] = useState(null);
  const copy = () => copied(text).then((done) => setWord(done ? 'copied' : 'copyFailed'));
  return html`
    <div class="once stack" role="status">
      <p>${label}</p>
      <input class="input" aria-label=${label} readonly dir="ltr" value=${text} onFocus=${(event) => event.target.select()} />
      <button type="button" class="button button--main" onClick=${copy}>${t(word === 'copied' ? word : 'copyIt')}</button>
      ${word === 'copyFailed' && html`<p class="notice" role="alert">${t(word)}</p>`}
    </div>
  `;
}
