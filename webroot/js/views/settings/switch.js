import { useId, useState } from 'preact/hooks';
import { html } from '../html.js';

/** Something that is on or off at once: as it was asked for, until that is done or has failed. */
export function Switch({ label, hint, on, busy = false, disabled = false, onChange }) {
  const id = useId();
  const [wanted, setWanted] = useState(null);
  const change = async (event) => {
    const to = event.target.checked;
    setWanted(to);
    try {
      await onChange(to);
    } finally {
      setWanted(null);
    }
  };
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
        checked=${wanted ?? on}
        disabled=${disabled}
        aria-disabled=${busy}
        onClick=${(event) => busy && event.preventDefault()}
        onChange=${change}
      />
    </div>
  `;
}
