const SAME_GROUP = 5 * 60_000;

/**
 * What a conversation shows, from its messages and those that wait to be sent: `{key, kind: 'day' | 'unread' |
 * 'message', …}`. A message knows whether it opens or closes a group of the same sender within minutes. The key of an
 * own message is its clientId from the first moment, so that a pending one turns into a sent one in place. The line
 * above the first unread message goes once I have answered. `above` is the message before the first, where that is known.
 */
export function timelineOf({ messages, pending, me, unreadFrom = 0, above }) {
  const waiting = pending.map((item) => ({ ...item, senderId: me, pending: true }));
  const all = [...messages, ...waiting].map((message) => ({ message, time: timeOf(message) }));
  const answered = unreadFrom > 0 && all.some(({ message }) => message.senderId === me && !(message.seq < unreadFrom));
  const items = [];
  const beforeFirst = above && { message: above, time: timeOf(above) };
  all.forEach(({ message, time }, index) => {
    const before = all[index - 1] ?? beforeFirst;
    const after = all[index + 1];
    const newDay = !before || dayOf(before.time) !== dayOf(time);
    const divided = unreadFrom > 0 && !answered && message.seq === unreadFrom;
    if (newDay || index === 0) items.push({ kind: 'day', key: `day ${dayOf(time)}`, time });
    if (divided) items.push({ kind: 'unread', key: 'unread' });
    items.push({
      kind: 'message',
      key: message.senderId === me ? message.clientId : `seq ${message.seq}`,
      message,
      time,
      mine: message.senderId === me,
      opens: newDay || divided || !together(before, message, time),
      closes: !after || !together({ message, time }, after.message, after.time),
    });
  });
  return items;
}

function together(before, message, time) {
  return (
    before.message.senderId === message.senderId &&
    time - before.time < SAME_GROUP &&
    dayOf(before.time) === dayOf(time)
  );
}

function timeOf(message) {
  return (message.pending ? message.createdAt : Date.parse(message.sentAt)) || 0;
}

function dayOf(time) {
  const date = new Date(time);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
