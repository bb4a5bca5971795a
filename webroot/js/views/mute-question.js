import { Dialog } from './dialog.js';
import { html, useParts } from './html.js';
import { t } from './strings/index.js';

const HOUR = 3_600_000;
const HOURS = [1, 8, 24, 168];

/** For how long. `onChoose` gets when it ends, or nothing where it does not. */
export default function MuteQuestion({ onChoose, onClose }) {
  const { clock } = useParts().messenger;
  const choose = (hours) => {
    onChoose(hours && new Date(clock.now() + hours * HOUR).toISOString());
    onClose();
  };
  const label = (hours) => t('muteFor', hours < 24 ? t('inHours', hours) : t('inDays', hours / 24));
  return html`
    <${Dialog} title=${t('muteTitle')} onClose=${onClose}>
      <p class="faint">${t('muteText')}</p>
      <ul class="choices">
        ${HOURS.map((hours) => html`<li key=${hours}><button type="button" class="choice" onClick=${() => choose(hours)}>${label(hours)}</button></li>`)}
        <li><button type="button" class="choice" onClick=${() => choose()}>${t('muteForEver')}</button></li>
      </ul>
    <//>
  `;
}
