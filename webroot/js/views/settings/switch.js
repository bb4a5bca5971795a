import { useId } from 'preact/hooks';
import { html } from '../html.js';

/** Something that is on or off at once. */
export function Switch({ label, hint, on, busy = false, disabled = false, onChange }) {
  const id = useId();
  return html`
    <div class="switch">
      <div class="switch__text">
        <label for=${id}>${label}</label>
        ${hint && html`<p class="faint" id=${`${id}-about`}>${hint}</p>`}
      </div>
      <input
        class="switch__box"
        type="checkbox"
        role="switch"
        id=${id}
        aria-describedby=${hint ? `${id}-about` : undefined}
        checked=${on}
        disabled=${disabled}
        aria-disabled=${busy}
        onClick=${(event) => busy && event.preventDefault()}
        onChange=${(event) => onChange(event.target.checked)}
      />
    </div>
  `;
}
