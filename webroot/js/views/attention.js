import { useEffect } from 'preact/hooks';

/** Tells the messenger which conversation is on the screen and whether the user looks at the page. */
export function useAttention(messenger, id) {
  useEffect(() => {
    const tell = () => messenger.attend(id, document.visibilityState === 'visible' && document.hasFocus());
    tell();
    addEventListener('focus', tell);
    addEventListener('blur', tell);
    document.addEventListener('visibilitychange', tell);
    return () => {
      removeEventListener('focus', tell);
      removeEventListener('blur', tell);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [messenger, id]);
}
