import { useEffect, useState } from 'preact/hooks';
import { html } from '../html.js';
import { explain, t } from '../strings/index.js';
import { useTask } from '../use-task.js';
import { listOf, nameOf } from '../user-names.js';
import { PickPeople } from './pick-people.js';
import { useGroupCommands } from './use-group-commands.js';

/** As many pages of members are looked at: of more, the server says who is there. */
const PAGES = 10;

/** Adds people to a group; who was not added is named. */
export function AddPeople({ conversation, onDone }) {
  const commands = useGroupCommands();
  const [chosen, choose] = useState([]);
  const [there, setThere] = useState(new Set());
  useEffect(() => {
    membersOf(commands, conversation.id).then(setThere, () => {}); // else the server says it
  }, []);
  const [left, setLeft] = useState({ unwilling: [], others: [] });
  const [add, { busy, failure }] = useTask(async () => {
    const { added, skipped } = await commands.add(conversation.id, chosen.map(({ id }) => id));
    const unwilling = chosen.filter(({ id }) => skipped.includes(id));
    const others = chosen.filter((user) => !unwilling.includes(user) && !added.some(({ id }) => id === user.id));
    if (unwilling.length + others.length === 0) return onDone();
    setLeft({ unwilling, others });
    choose([]);
  });
  return html`
    ${left.unwilling.length > 0 && html`<p class="notice" role="alert">${t('notAdded', listOf(left.unwilling.map(nameOf)))}</p>`}
    ${left.others.length > 0 && html`<p class="notice" role="alert">${t('memberOrBanned', listOf(left.others.map(nameOf)))}</p>`}
    ${failure && html`<p class="notice" role="alert">${explain(failure)}</p>`}
    <${PickPeople} chosen=${chosen} there=${there} onChoose=${choose} />
    ${chosen.length > 0 &&
    html`<div class="steps__next">
      <button type="button" class="button button--main button--wide" aria-disabled=${busy} onClick=${add}>${t('addCount', chosen.length)}</button>
    </div>`}
  `;
}

/** The ids of those who belong to it. */
async function membersOf(commands, id) {
  const ids = new Set();
  let after;
  for (let page = 0; page < PAGES; page++) {
    const { members, next } = await commands.members(id, '', after);
    for (const { user } of members) ids.add(user.id);
    if (next === undefined) break;
    after = next;
  }
  return ids;
}
