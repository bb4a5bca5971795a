import { useEffect, useState } from 'preact/hooks';
import { html, useParts, useStore } from '../html.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { Switch } from './switch.js';

/** Whether and how this browser tells of news. */
export function Notify() {
  const { notifications, preferences } = useParts();
  const { notifications: choice, preview, push, sound } = useStore(preferences);
  const [canPush, setCanPush] = useState(false);
  useEffect(() => {
    notifications.push.available().then(setCanPush, () => {});
  }, []);
  const [change, { busy, failure }] = useTask((work) => work());
  const { permission } = notifications;
  const on = choice === 'on' && permission === 'granted';
  const hint = { denied: t('notifyDenied'), missing: t('notifyMissing') }[permission];
  return html`
    <section class="section stack">
      <${Switch}
        label=${t('notifyShow')}
        hint=${hint}
        on=${on}
        busy=${busy}
        disabled=${Boolean(hint)}
        onChange=${(wanted) => change(() => (wanted ? notifications.turnOn() : notifications.turnOff()))}
      />
      <${Switch}
        label=${t('notifyPreview')}
        hint=${t('notifyPreviewText')}
        on=${preview}
        busy=${busy}
        disabled=${!on}
        onChange=${(wanted) => change(() => notifications.setPreview(wanted))}
      />
      <${Switch}
        label=${t('notifyPush')}
        hint=${t(canPush ? 'notifyPushText' : 'notifyPushMissing')}
        on=${on && push}
        busy=${busy}
        disabled=${!on || !canPush}
        onChange=${(wanted) => change(() => notifications.setPush(wanted))}
      />
      <${Switch} label=${t('sound')} on=${sound} onChange=${(wanted) => preferences.choose({ sound: wanted })} />
      ${failure && html`<p class="notice" role="alert">${explain(failure, t('notifyPushFailed'))}</p>`}
    </section>
  `;
}
