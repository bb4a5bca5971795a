import { useState } from 'preact/hooks';

/** Runs something that may fail, once at a time: `[run, {busy, failure, done}]`. */
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
