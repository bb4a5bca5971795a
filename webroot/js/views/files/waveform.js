import { html } from '../html.js';

const HEIGHT = 28;
const STEP = 5;

/** Peaks from 0 to 255 as so many bars. */
export function barsOf(peaks, count) {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * peaks.length) / count));
    return Math.max(0, ...peaks.slice(from, to));
  });
}

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
