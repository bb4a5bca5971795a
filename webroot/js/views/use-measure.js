import { useEffect, useMemo, useState } from 'preact/hooks';
import { MOST_CODE_POINTS, cleaned, codePoints, partsOf } from '../state/text.js';

/** What is longer is certainly too long, and measuring it waits until nobody types. */
export const LONG = 2 * MOST_CODE_POINTS;
const NEAR_LIMIT = MOST_CODE_POINTS * 0.9;
const PAUSE = 200;

/**
 * What can be sent of a text: `{ready, count, parts}`, the text itself, its length once it is near the limit, and the messages
 * as which it can go where it is too long. Null as long as that is not known.
 */
export function useMeasure(text) {
  const long = text.length > LONG;
  const short = useMemo(() => (long ? null : measured(text)), [long || text]);
  const [late, setLate] = useState(null);
  useEffect(() => {
    if (!long) return undefined;
    const timer = setTimeout(() => setLate({ text, ...measured(text) }), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return long ? late : short;
}

function measured(text) {
  const ready = cleaned(text);
  const count = ready.length > NEAR_LIMIT ? codePoints(ready) : 0;
  return { ready, count, parts: count > MOST_CODE_POINTS ? partsOf(ready) : [] };
}
