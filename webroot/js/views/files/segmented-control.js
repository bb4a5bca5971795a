import { html } from '../html.js';
import { t } from '../strings/index.js';

/** One of a few, by the names of their texts. */
export function SegmentedControl({ label, names, chosen, onChoose }) {
  return html`
    <div class="segments" role="radiogroup" aria-label=${label}>
      ${names.map(
        (name) => html`
          <label key=${name} class="segments__choice">
            <input class="unseen" type="radio" name="media" checked=${name === chosen} onChange=${() => onChoose(name)} />
            ${t(name)}
          </label>
        `,
      )}
    </div>
  `;
}
