import qrcode from 'qrcode-generator';
import { html } from './html.js';

const QUIET = 4;

/** A text for the camera of a phone, dark on white in both themes, for else many cameras do not read it. */
export function Qr({ text, label }) {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * QUIET;
  return html`
    <svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label} shape-rendering="crispEdges">
      <path class="qr__dark" d=${pathOf(code, count)} />
    </svg>
  `;
}

function pathOf(code, count) {
  let path = '';
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      if (code.isDark(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  return path;
}
