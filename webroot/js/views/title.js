import { useEffect } from 'preact/hooks';
import { unreadOf } from '../state/conversation.js';
import { useStore } from './html.js';
import { t } from './strings/index.js';

/** The number of unread messages in the title of the tab. */
export function useTitle(messenger) {
  const count = useStore(messenger.conversations, total);
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${t('appName')}` : t('appName');
    return () => (document.title = t('appName'));
  }, [count]);
}

function total(conversations) {
  let count = 0;
  for (const conversation of conversations.values()) count += unreadOf(conversation);
  return count;
}
