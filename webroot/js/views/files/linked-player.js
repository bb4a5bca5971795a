import { useEffect, useRef, useState } from 'preact/hooks';
import { html, useParts } from '../html.js';
import { LoadFailure } from '../load-failure.js';
import { useFile } from './blob-urls.js';

const TRIES = 3;

/**
 * The browser's own player of a video or a sound, which fetches what it needs from an address that is good for some minutes, and
 * gets another one, at the same place, where that is over.
 */
export function LinkedPlayer({ kind, file, message, autoplay = false, ...more }) {
  const { messenger } = useParts();
  const element = useRef();
  const tries = useRef(0);
  const local = useFile(message, file, '', Boolean(file.key));
  const [state, setState] = useState({});
  const load = async (renew) => {
    try {
      const { links } = await messenger.media();
      setState({ url: await links.of(file, { renew }) });
    } catch (failure) {
      setState({ failure });
    }
  };
  useEffect(() => {
    if (!file.key) load(false);
  }, [file.id]);
  const url = file.key ? local.url : state.url;
  const onError = async () => {
    if (file.key || tries.current++ >= TRIES) return;
    const { currentTime, paused } = element.current;
    await load(true);
    if (!element.current) return;
    element.current.currentTime = currentTime;
    if (!paused) element.current.play().catch(() => {});
  };
  if (state.failure) return html`<${LoadFailure} failure=${state.failure} onRetry=${() => load(true)} />`;
  const Tag = kind;
  return url
    ? html`<${Tag} ref=${element} class=${`player player--${kind}`} src=${url} controls playsinline preload="metadata" autoplay=${autoplay} onPlaying=${() => (tries.current = 0)} onError=${onError} ...${more} />`
    : html`<div class=${`player player--${kind}`} />`;
}
