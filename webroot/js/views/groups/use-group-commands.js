import { useMemo } from 'preact/hooks';
import { GroupCommands } from '../../state/group-commands.js';
import { useParts } from '../html.js';

export function useGroupCommands() {
  const { messenger } = useParts();
  return useMemo(() => new GroupCommands(messenger), [messenger]);
}
