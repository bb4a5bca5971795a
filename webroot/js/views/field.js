import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { Icon } from './icons.js';
import { keepFocus } from './keyboard.js';
import { t } from './strings/index.js';

/** A labelled input with a hint or what is wrong with it; what is typed as a password can be looked at. */
export function Field({ label, hint, error, ...input }) {
  const id = useId();
  const element = useRef();
  const [shown, show] = useState(false);
  const secret = input.type === 'password';
  // Browsers heed `autofocus` only while they load a page or open a dialog.
  useLayoutEffect(() => {
    if (input.autofocus) element.current.focus();
  }, []);
  // Of several that are wrong the first one.
  useLayoutEffect(() => {
    if (error && document.activeElement?.ariaInvalid !== 'true') element.current.focus();
  }, [error]);
  const about = error || hint ? `${id}-about` : undefined;
  return html`
    <div class="field">
      <label class="field__label" for=${id}>${label}</label>
      <div class=${secret ? 'hidable' : undefined}>
        <input
          ref=${element}
          class="input"
          id=${id}
          aria-invalid=${error ? 'true' : undefined}
          aria-describedby=${about}
          ...${input}
          type=${shown ? 'text' : input.type}
        />
        ${secret &&
        html`<button
          type="button"
          class="icon-button"
          aria-label=${t('showPassword')}
          title=${t('showPassword')}
          aria-pressed=${shown}
          onMouseDown=${keepFocus}
          onClick=${() => show(!shown)}
        >
          <${Icon.Eye} crossed=${shown} />
        </button>`}
      </div>
      ${error
        ? html`<p class="field__error" id=${about}>${error}</p>`
        : hint && html`<p class="field__hint" id=${about}>${hint}</p>`}
    </div>
  `;
}
