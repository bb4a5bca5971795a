import { useState } from 'preact/hooks';
import { html, useParts } from '../html.js';
import MuteQuestion from '../mute-question.js';
import { Switch } from '../settings/switch.js';
import { explain, t } from '../strings/index.js';
import { moment } from '../times.js';
import { Choice } from './choice.js';

/** What of a group one is told of, and for how long nothing of it. */
export function NotifyChoice({ conversation }) {
  const { groups } = useParts().messenger;
  const { id, muted, mutedUntil, notify } = conversation;
  const [answer, setAnswer] = useState(null);
  const [failure, setFailure] = useState(null);
  const tried = (work) => work.then(() => setFailure(null), setFailure);
  // It is on as soon as one has asked for it, unless one then goes away.
  const mute = (on) => (on ? new Promise((resolve) => setAnswer(() => resolve)) : tried(groups.mute(id, false)));
  const close = () => {
    answer();
    setAnswer(null);
  };
  return html`
    <section class="section stack" aria-label=${t('notifications')}>
      <${Choice}
        label=${t('notifications')}
        name="notify"
        value=${notify}
        choices=${['all', 'mentions', 'nothing'].map((level) => [level, t('notifyLevels')[level]])}
        hint=${muted ? t('nowMuted') : t('notifyLevelTexts')[notify]}
        onChoose=${(level) => tried(groups.notify(id, level))}
      />
      <${Switch} label=${t('mute')} hint=${muted && mutedUntil ? t('mutedUntil', moment(Date.parse(mutedUntil))) : t('muteText')} on=${muted} onChange=${mute} />
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      ${answer && html`<${MuteQuestion} onChoose=${(until) => answer(tried(groups.mute(id, true, until)))} onClose=${close} />`}
    </section>
  `;
}
