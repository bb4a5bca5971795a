import { filesOf, kindOf } from '../../state/files.js';
import { Store } from '../../state/store.js';
import { explain } from '../strings/index.js';
import { say } from '../toast.js';
import { urlOf } from './blob-urls.js';

/** What plays: `{id, playing, at}`, the file, whether it plays just now, and the place in milliseconds. One at a time. */
export const voices = new Store({ id: '', playing: false, at: 0 });

let audio = null;
let current = null;
let rate = 1;

export function setRate(next) {
  rate = next;
  if (audio) audio.playbackRate = next;
}

export async function play(messenger, message, file, from) {
  const isOther = current?.file.id !== file.id;
  current = { messenger, message, file };
  try {
    if (isOther) await load(messenger, message, file);
    if (current.file !== file) return; // another was pressed meanwhile
    if (from !== undefined) audio.currentTime = from / 1_000;
    else if (audio.ended) audio.currentTime = 0;
    audio.playbackRate = rate;
    await audio.play();
  } catch (failure) {
    if (failure.name === 'AbortError') return;
    if (current.file === file) voices.set({ id: '', playing: false, at: 0 });
    current = null;
    say(explain(failure));
  }
}

export function pause() {
  audio?.pause();
}

/** To a place, whether it plays or not. */
export function seek(file, at) {
  if (current?.file.id !== file.id) return false;
  audio.currentTime = at / 1_000;
  tell();
  return true;
}

async function load(messenger, message, file) {
  audio?.pause();
  audio ??= made();
  voices.set({ id: file.id, playing: true, at: 0 });
  const blob = await (await messenger.media()).blob(message.source ?? message, file);
  if (current.file === file) audio.src = urlOf(`${messenger.user.id} ${file.id} `, blob);
}

function made() {
  const element = new Audio();
  let frame = 0;
  const follow = () => {
    tell();
    frame = requestAnimationFrame(follow);
  };
  element.onplaying = () => {
    cancelAnimationFrame(frame);
    follow();
  };
  element.onpause = () => {
    cancelAnimationFrame(frame);
    tell();
  };
  element.onended = () => {
    cancelAnimationFrame(frame);
    voices.set({ id: current.file.id, playing: false, at: 0 });
    goOn();
  };
  return element;
}

function tell() {
  const { id, playing, at } = voices.value;
  const now = { id: current?.file.id ?? '', playing: !audio.paused, at: audio.currentTime * 1_000 };
  if (now.id !== id || now.playing !== playing || Math.abs(now.at - at) > 60) voices.set(now);
}

/** One after the other, as they were said. */
function goOn() {
  const { messenger, message } = current;
  const messages = messenger.conversations.get(message.conversationId)?.messages ?? [];
  const next = messages.find(({ seq, deleted }) => seq > message.seq && !deleted);
  const [file] = next ? filesOf(next) : [];
  if (file && kindOf(file) === 'voice' && !messenger.conversations.isFolded(next)) play(messenger, next, file);
}
