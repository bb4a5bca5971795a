import { html } from '../html.js';

/** One of a few, side by side. `choices` are `[value, label]`. */
export function Choice({ label, name, value, choices, hint, onChoose }) {
  return html`
    <div class="field">
      <span class="field__label" id=${`choice-${name}`}>${label}</span>
      <div class="segments" role="radiogroup" aria-labelledby=${`choice-${name}`}>
        ${choices.map(
          ([one, words]) => html`
            <label key=${one} class="segments__choice">
              <input class="unseen" type="radio" name=${name} value=${one} checked=${value === one} onChange=${() => onChoose(one)} />
              ${words}
            </label>
          `,
        )}
      </div>
      ${hint && html`<p class="field__hint">${hint}</p>`}
    </div>
  `;
}

/** One of several. */
export function Select({ label, value, choices, onChoose }) {
  return html`
    <label class="field">
      <span class="field__label">${label}</span>
      <select class="input" value=${value} onChange=${(event) => onChoose(event.target.value)}>
        ${choices.map(([one, words]) => html`<option key=${one} value=${one}>${words}</option>`)}
      </select>
    </label>
  `;
}
