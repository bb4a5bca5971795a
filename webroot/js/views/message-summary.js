import { filesOf, kindOf } from '../state/files.js';
import { wordsOf } from '../state/message.js';
import { plainOf } from '../state/plain-text.js';
import { t } from './strings/index.js';

/** What a message says where there is room for one line: what its files are, and its words. Empty where it says nothing. */
export function inShort(message, most, torn) {
  const words = plainOf(wordsOf(message), most, torn);
  const files = filesOf(message);
  if (files.length === 0) return words;
  return words ? t('announce', filesInWords(files), words) : filesInWords(files);
}

/** What files are. */
export function filesInWords(files) {
  const [kind, ...others] = new Set(files.map(kindOf));
  if (others.length > 0) return t('filesSaid', files.length);
  if (kind === 'picture') return t('photos', files.length);
  if (kind === 'video') return t('videos', files.length);
  if (files.length > 1) return t('filesSaid', files.length);
  return kind === 'voice' ? t('voice', lasting(files[0].durationMs)) : files[0].name;
}

/** What the service worker says of messages, where # stands for a number. */
export function pushWords() {
  const words = { newMessage: t('newMessage'), voice: t('voice', '').trim(), voices: t('filesSaid', '#'), file: t('file'), files: t('filesSaid', '#') };
  return { ...words, photo: t('photos', 1), photos: t('photos', '#'), video: t('videos', 1), videos: t('videos', '#') };
}

/** A length of time as minutes and seconds. */
export function lasting(milliseconds = 0) {
  const seconds = Math.round(milliseconds / 1_000);
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}
