import { html } from './html.js';
import { Icon } from './icons.js';
import { composes } from './keyboard.js';

/** @param list where the keyboard goes on from the field: to the first control in what was found */
export function SearchField({ label, text, list, onText, ...field }) {
  const toList = (event) => {
    if (composes(event) || !['ArrowDown', 'Enter'].includes(event.key)) return;
    event.preventDefault();
    list.current.querySelector(':is(button, input):enabled')?.focus();
  };
  return html`
    <div class="search">
      <${Icon.Search} />
      <input
        class="input"
        type="search"
        aria-label=${label}
        placeholder=${label}
        autocapitalize="none"
        autocomplete="off"
        spellcheck=${false}
        maxlength="64"
        value=${text}
        onInput=${(event) => onText(event.target.value)}
        onKeyDown=${toList}
        ...${field}
      />
    </div>
  `;
}
