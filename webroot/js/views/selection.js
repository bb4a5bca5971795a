import { useMemo, useRef, useState } from 'preact/hooks';

/** Messages chosen together, by seq; `chosen` is null while none are being chosen. With Shift all up to the last one. */
export function useSelection() {
  const [chosen, setChosen] = useState(null);
  const last = useRef(0);
  return useMemo(() => {
    const begin = (seq) => {
      last.current = seq;
      setChosen(new Set([seq]));
    };
    const toggle = (seq, upToLast) => {
      const from = last.current;
      last.current = seq;
      setChosen((before) => {
        const next = new Set(before);
        if (upToLast) between(from, seq).forEach((one) => next.add(one));
        else if (!next.delete(seq)) next.add(seq);
        return next.size > 0 ? next : null;
      });
    };
    return { chosen, begin, toggle, end: () => setChosen(null) };
  }, [chosen]);
}

function between(one, other) {
  const [low, high] = one < other ? [one, other] : [other, one];
  return Array.from({ length: Math.min(high - low + 1, 10_000) }, (_, i) => low + i);
}
