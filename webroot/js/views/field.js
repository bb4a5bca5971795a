import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { Icon } from './icons.js';
import { keepFocus } from './keyboard.js';
import { because, t } from './strings/index.js';

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
  // Browsers say what is missing in a language of their own.
  const onInvalid = ({ target }) => target.setCustomValidity(lackOf(target));
  const onInput = (event) => {
    event.target.setCustomValidity('');
    input.onInput?.(event);
  };
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
          onInvalid=${onInvalid}
          onInput=${onInput}
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

/** Why the browser would not send what stands in an input, in our words; what it finds beside these it says itself. */
function lackOf({ validity, minLength, title }) {
  if (validity.valueMissing) return because('is missing');
  if (validity.tooShort) return because(`has fewer than ${minLength} characters`);
  return validity.patternMismatch ? title : '';
}
