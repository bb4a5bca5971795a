import { useEffect } from 'preact/hooks';
import { unreadIn } from '../state/conversations.js';
import { useStore } from './html.js';
import { t } from './strings/index.js';

/** The number of unread messages in the title of the tab, and a mark on its icon. */
export function useTitle(messenger) {
  const count = useStore(messenger.conversations, (all) => unreadIn(all));
  useEffect(() => {
    show(count);
    return () => show(0);
  }, [count]);
}

function show(count) {
  document.title = count > 0 ? `(${count}) ${t('appName')}` : t('appName');
  document.querySelector('link[rel=icon]').href = count > 0 ? '/icon-unread.svg' : '/icon.svg';
  if (count > 0) navigator.setAppBadge?.(count).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
}
