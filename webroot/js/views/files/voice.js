import { useEffect, useMemo, useRef } from 'preact/hooks';
import { barsOf, peaksOf } from '../../state/peaks.js';
import { html, useParts, useStore } from '../html.js';
import { lasting } from '../message-summary.js';
import { t } from '../strings/index.js';
import { FileIcon } from './file-icons.js';
import { pause, play, seek, setRate, voices } from './voice-player.js';
import { Waveform } from './waveform.js';

const BARS = 32;
const RATES = [1, 1.5, 2];
const STEP = 5_000;

/** A voice message: plays it from any place, at the chosen speed, and then the one after it. */
export function Voice({ file, message }) {
  const { messenger, preferences } = useParts();
  const { id, playing, at } = useStore(voices, (now) => (now.id === file.id ? now : NOT_THIS));
  const rate = useStore(preferences, ({ voiceRate = 1 }) => voiceRate);
  const isThis = id !== '';
  const start = useRef(0);
  const place = isThis ? at : start.current;
  const length = Math.max(1, file.durationMs ?? 0);
  const bars = useMemo(() => barsOf([...peaksOf(file.waveform)], BARS), [file.waveform]);
  useEffect(() => setRate(rate), [rate]);
  const toggle = () => (playing ? pause() : play(messenger, message, file, isThis ? undefined : start.current));
  const go = (to) => {
    const next = Math.min(length - 1, Math.max(0, to));
    if (!seek(file, next)) {
      start.current = next;
      play(messenger, message, file, next);
    }
  };
  const goTo = ({ currentTarget, clientX }) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    go(((clientX - left) / width) * length);
  };
  const onPointerDown = (event) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    goTo(event);
  };
  const onPointerMove = (event) => event.currentTarget.hasPointerCapture(event.pointerId) && goTo(event);
  const onKeyDown = (event) => {
    const to = { ArrowRight: place + STEP, ArrowUp: place + STEP, ArrowLeft: place - STEP, ArrowDown: place - STEP, Home: 0, End: length }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(to);
  };
  const share = `${(100 * Math.min(1, place / length)).toFixed(1)}%`;
  const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length];
  return html`
    <div class="voice" dir="ltr">
      <button type="button" class="voice__play" aria-label=${t(playing ? 'pause' : 'playNamed', t('voice', lasting(length)))} onClick=${toggle}>
        <${playing ? FileIcon.Pause : FileIcon.Play} />
      </button>
      <div
        class="voice__place"
        role="slider"
        tabindex="0"
        aria-label=${t('voicePlace')}
        aria-valuemin="0"
        aria-valuemax=${Math.round(length / 1_000)}
        aria-valuenow=${Math.round(place / 1_000)}
        aria-valuetext=${t('placeOf', lasting(place), lasting(length))}
        onPointerDown=${onPointerDown}
        onPointerMove=${onPointerMove}
        onKeyDown=${onKeyDown}
      >
        <${Waveform} bars=${bars} />
        <span class="voice__done" style=${{ clipPath: `inset(0 calc(100% - ${share}) 0 0)` }}><${Waveform} bars=${bars} /></span>
      </div>
      <span class="voice__time">${lasting(isThis && (playing || at > 0) ? at : length)}</span>
      <button type="button" class="voice__rate" aria-label=${t('speed', rate)} title=${t('speed', rate)} onClick=${() => preferences.choose({ voiceRate: next })}>${rate}×</button>
    </div>
  `;
}

const NOT_THIS = { id: '', playing: false, at: 0 };
