import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { html } from './html.js';

/** A labelled input with a hint or what is wrong with it. */
export function Field({ label, hint, error, ...input }) {
  const id = useId();
  const element = useRef();
  // Browsers heed `autofocus` only while they load a page or open a dialog.
  useLayoutEffect(() => {
    if (input.autofocus) element.current.focus();
  }, []);
  const about = error || hint ? `${id}-about` : undefined;
  return html`
    <div class="field">
      <label class="field__label" for=${id}>${label}</label>
      <input ref=${element} class="input" id=${id} aria-invalid=${error ? 'true' : undefined} aria-describedby=${about} ...${input} />
      ${error
        ? html`<p class="field__error" id=${about}>${error}</p>`
        : hint && html`<p class="field__hint" id=${about}>${hint}</p>`}
    </div>
  `;
}
