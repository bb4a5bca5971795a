import { html } from '../html.js';

const HEIGHT = 28;
const STEP = 5;

/** How loud it is over the time. */
export function Waveform({ bars }) {
  const path = bars.map((peak, i) => {
    const half = Math.max(0.5, (peak / 255) * (HEIGHT / 2 - 2));
    return `M${i * STEP + 2} ${HEIGHT / 2 - half}v${2 * half}`;
  });
  return html`
    <svg class="waveform" viewBox=${`0 0 ${bars.length * STEP} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <path d=${path.join('')} />
    </svg>
  `;
}
