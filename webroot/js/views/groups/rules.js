import { useState } from 'preact/hooks';
import { html } from '../html.js';
import { Switch } from '../settings/switch.js';
import { explain, t } from '../strings/index.js';
import { Select } from './choice.js';
import { useGroupCommands } from './use-group-commands.js';

const PAUSES = [0, 10, 30, 60, 300, 900, 3_600];

/** Who may do what in a group; each at once. */
export function Rules({ conversation: { id, group } }) {
  const commands = useGroupCommands();
  const [failure, setFailure] = useState(null);
  const change = (changes) => commands.update(id, changes).then(() => setFailure(null), setFailure);
  const members = (name, label) => html`
    <${Switch} label=${t(label)} on=${group[name] === 'members'} onChange=${(on) => change({ [name]: on ? 'members' : 'admins' })} />
  `;
  const pauses = PAUSES.includes(group.slowSeconds ?? 0) ? PAUSES : [...PAUSES, group.slowSeconds].sort((a, b) => a - b);
  return html`
    <section class="section stack">
      ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
      ${group.kind === 'group' && members('mayPost', 'membersPost')}
      ${members('mayAdd', 'membersAdd')}
      ${members('mayPin', 'membersPin')}
      <${Switch}
        label=${t('historyAll')}
        hint=${t('historyAllText')}
        on=${group.history === 'all'}
        onChange=${(on) => change({ history: on ? 'all' : 'from_join' })}
      />
      <${Select}
        label=${t('mayMentionAll')}
        value=${group.mayMentionAll}
        choices=${[
          ['members', t('everybody')],
          ['admins', t('onlyTheAdmins')],
          ['nobody', t('nobody')],
        ]}
        onChoose=${(mayMentionAll) => change({ mayMentionAll })}
      />
      ${group.kind === 'group' &&
      html`<${Select}
        label=${t('slowMode')}
        value=${String(group.slowSeconds ?? 0)}
        choices=${pauses.map((seconds) => [String(seconds), seconds === 0 ? t('slowOff') : t('seconds', seconds)])}
        onChoose=${(seconds) => change({ slowSeconds: Number(seconds) })}
      />`}
    </section>
  `;
}
