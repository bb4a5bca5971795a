import { useMemo } from 'preact/hooks';
import { GroupDesk } from '../../state/group-desk.js';
import { useParts } from '../html.js';

export function useDesk() {
  const { messenger } = useParts();
  return useMemo(() => new GroupDesk(messenger), [messenger]);
}
