import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useBack } from '../back-button.js';
import { html } from '../html.js';
import { Icon } from '../icons.js';
import { keepFocus } from '../keyboard.js';
import { lasting } from '../message-summary.js';
import { t } from '../strings/index.js';
import { say } from '../toast.js';
import { FileIcon } from './file-icons.js';
import { Recording } from './recording.js';
import { pause } from './voice-player.js';
import { Waveform } from './waveform.js';

const CANCEL = 90;
const LOCK = 70;
/** A press that is over sooner means: with free hands. */
const BRIEF = 450;
const LONGEST = 3_600_000;
const SHOWN = 36;

/**
 * Records a voice message, as long as the button is held or, once it is locked, until it is sent.
 *
 * @param press of the button, see `Mic`
 * @param onSend gets the file
 * @param onKeep gets it where one has gone elsewhere before it was sent
 */
export function Recorder({ press, onSend, onKeep, onClose }) {
  const [locked, lock] = useState(press.keyboard === true);
  const [heard, hear] = useState(null);
  const recording = useRef(null);
  const over = useRef(false);
  const element = useRef();
  const end = async (take) => {
    if (over.current) return;
    over.current = true;
    const { current } = recording;
    onClose();
    if (!take || !current) {
      current?.drop();
      return;
    }
    const voice = await current.finish();
    if (voice) take(voice);
    else if (take === onSend) say(t('recordShort'));
  };
  const followed = () => {
    if (over.current || locked) return;
    const back = press.x * (getComputedStyle(element.current).direction === 'rtl' ? -1 : 1);
    const isBrief = !recording.current || recording.current.length() < BRIEF;
    if (back < -CANCEL) end();
    else if (press.held && press.y > -LOCK) element.current.style.setProperty('--back', `${Math.min(0, back)}px`);
    else if (press.held || isBrief) lock(true);
    else end(onSend);
  };
  const latest = useRef();
  latest.current = { followed, end };
  useLayoutEffect(() => {
    pause();
    press.tell = () => latest.current.followed();
    Recording.begin().then(
      (begun) => {
        recording.current = begun;
        if (over.current) begun.drop();
        else if (!press.held) lock(true);
        begun.onHeard = (peaks, length) => {
          if (length >= LONGEST && begun.pause()) say(t('recordLongest'));
          hear({ peaks: peaks.slice(-SHOWN), length });
        };
        begun.onBroken = () => {
          say(t('recordFailed'));
          latest.current.end();
        };
      },
      (failure) => {
        say(t(failure.name === 'NotFoundError' || failure.name === 'NotReadableError' ? 'recordNone' : failure.name === 'NotAllowedError' ? 'recordDenied' : 'recordFailed'));
        latest.current.end();
      },
    );
    return () => void latest.current.end(onKeep); // one has gone elsewhere
  }, []);
  // Nothing can be kept by then: it is not finished at once.
  useEffect(() => {
    const ask = (event) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  useEffect(() => {
    const onKeyDown = (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      latest.current.end();
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, []);
  useBack(() => void latest.current.end(onKeep));
  useLayoutEffect(() => {
    if (locked) element.current.querySelector('.recorder__send').focus({ preventScroll: true });
  }, [locked]);
  const peaks = heard?.peaks ?? [];
  const bars = [...Array(SHOWN - peaks.length).fill(0), ...peaks];
  return html`
    <div ref=${element} class=${`recorder ${locked ? 'recorder--locked' : ''}`} role="group" aria-label=${t('recording')}>
      ${locked &&
      html`<button type="button" class="icon-button recorder__stop" aria-label=${t('recordStop')} title=${t('recordStop')} onClick=${() => end()}><${Icon.Trash} /></button>`}
      <span class="recorder__dot" />
      <span class="recorder__time" role="timer">${lasting(heard?.length)}</span>
      <span class="recorder__level" role="img" aria-label=${t('recordingLevel')}><${Waveform} bars=${bars} /></span>
      ${!locked && html`<span class="recorder__hint"><span class="turns">‹</span> ${t('recordSlide')}</span>`}
      ${!locked && html`<span class="recorder__lock" title=${t('recordLock')}><${FileIcon.Up} /><${FileIcon.Lock} /></span>`}
      ${locked &&
      html`<button type="button" class="icon-button composer__send recorder__send" onMouseDown=${keepFocus} aria-label=${t('recordSend')} title=${t('recordSend')} onClick=${() => end(onSend)}>
        <${Icon.Send} />
      </button>`}
    </div>
    <span class="unseen" role="status">${t('recording')}</span>
  `;
}
