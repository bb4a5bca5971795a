import { html } from './html.js';
import { t } from './strings/index.js';

export default function ShortcodeList({ choices, at, take }) {
  if (choices.length === 0) return null;
  return html`
    <ul class="shortcodes" id="shortcodes" role="listbox" aria-label=${t('emoji')}>
      ${choices.map(
        (choice, index) => html`
          <li
            key=${choice.name}
            id=${`shortcode-${index}`}
            class="shortcodes__choice"
            role="option"
            aria-selected=${index === at}
            onMouseDown=${(event) => (event.preventDefault(), take(choice))}
          >
            <span class="shortcodes__sign">${choice.sign}</span>:${choice.name}:
          </li>
        `,
      )}
    </ul>
  `;
}
