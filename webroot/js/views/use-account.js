import { useMemo } from 'preact/hooks';
import { Account } from '../state/account.js';
import { useParts } from './html.js';

/** What one does with the own account, which few do in a visit. */
export function useAccount() {
  const { session } = useParts();
  return useMemo(() => new Account({ session, rest: session.rest, passkeys: session.passkeys }), [session]);
}
