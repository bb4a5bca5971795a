import { useEffect, useMemo, useState } from 'preact/hooks';
import { Throttle } from '../../state/throttle.js';
import { html, useParts, useStore } from '../html.js';
import { Icon } from '../icons.js';
import { MoreIcon } from '../more-icons.js';
import { t } from '../strings/index.js';
import { listOf, nameOf } from '../user-names.js';
import { useGroupCommands } from './use-group-commands.js';

/** Many come and go in a moment. */
const PAUSE = 3_000;
const NOBODY = { joinRequests: [], reports: [] };
const ICONS = { joinRequests: Icon.Bell, reports: Icon.Flag };

/**
 * Who asks to be let into a group, and who was reported there, for those who lead it, until one of them has seen to it: what
 * is told as it happens tells nobody who comes later.
 *
 * @param looking whether somebody is in the group's pages just now
 * @param onOpen gets the page of the group's that shows more
 */
export default function ModerationBar({ conversation: { id, group }, looking, onOpen }) {
  const commands = useGroupCommands();
  const { groups, connected } = useParts().messenger;
  const online = useStore(connected, ({ status }) => status === 'online');
  const last = useStore(groups.asked, (asked) => (asked.conversationId === id ? asked : undefined));
  const [waiting, setWaiting] = useState(NOBODY);
  const looks = useMemo(() => {
    const look = async () => {
      const [{ users }, { reports }] = await Promise.all([commands.requests(id), commands.reports(id)]); // asked again by the next connection
      setWaiting({ joinRequests: users, reports: reports.map(({ user }) => user) });
    };
    return new Throttle(look, PAUSE);
  }, [commands, id]);
  useEffect(() => () => looks.end(), [looks]);
  useEffect(() => {
    if (online && !looking) looks.want();
    else looks.end();
  }, [looks, online, looking, last, group.memberCount]);
  return Object.entries(waiting).map(
    ([page, people]) =>
      people.length > 0 &&
      html`<div key=${page} class="pinned">
        <button type="button" class="pinned__one" onClick=${() => onOpen(page)}>
          <span class="pinned__icon"><${ICONS[page]} /></span>
          <span class="pinned__words">
            <span class="pinned__title">${t(page)}</span>
            <span class="pinned__text" dir="auto">${listOf([...new Set(people.map(nameOf))])}</span>
          </span>
          <${MoreIcon.Forward} />
        </button>
      </div>`,
  );
}
