import { useState } from 'preact/hooks';

/**
 * Runs something that may fail, once at a time: `[run, {busy, failure, done}]`. What runs it is `aria-disabled` meanwhile:
 * browsers take the focus from what is `disabled`.
 */
export function useTask(work) {
  const [state, setState] = useState({ busy: false });
  const run = async (...given) => {
    if (state.busy) return;
    setState({ busy: true });
    try {
      await work(...given);
      setState({ busy: false, done: true });
    } catch (failure) {
      setState({ busy: false, failure });
    }
  };
  return [run, state];
}
