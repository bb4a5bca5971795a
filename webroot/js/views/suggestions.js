import { html, useParts, useStore } from './html.js';
import { Icon } from './icons.js';
import { t } from './strings/index.js';
import { Suggestion } from './suggestion.js';
import { say } from './toast.js';

/**
 * At most one thing at a time: a newer version of the client, else notifications, once there is somebody to hear from and
 * while no chat is open.
 */
export function Suggestions({ reading }) {
  const { release, messenger, preferences, notifications } = useParts();
  const newer = useStore(release);
  const known = useStore(messenger.conversations, (all) => all.size > 0);
  const undecided = useStore(preferences, (value) => value.notifications === 'ask');
  if (newer) {
    return html`<${Suggestion} icon=${Icon.Fresh} text=${t('newVersion')} action=${t('reload')} onAct=${() => release.update()} />`;
  }
  if (reading || !known || !undecided || !['default', 'granted'].includes(notifications.permission)) return null;
  return html`
    <${Suggestion}
      icon=${Icon.Bell}
      text=${t('notifyAsk')}
      action=${t('turnOn')}
      onAct=${() => notifications.turnOn().then(() => notifications.permission === 'denied' && say(t('notifyDenied')))}
      onClose=${() => preferences.choose({ notifications: 'off' })}
    />
  `;
}
