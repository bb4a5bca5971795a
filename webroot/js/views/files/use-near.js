import { useEffect, useRef, useState } from 'preact/hooks';

/** About two screens. */
const MARGIN = '1500px 0px';

/** A ref, and whether its element has been on the screen or close to it: what is far away is not fetched yet. */
export function useNear() {
  const element = useRef();
  const [near, setNear] = useState(false);
  useEffect(() => {
    const root = element.current.closest('.scroller, .dialog__body');
    const observer = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && setNear(true), { root, rootMargin: MARGIN });
    if (!near) observer.observe(element.current);
    return () => observer.disconnect();
  }, [near]);
  return [element, near];
}
