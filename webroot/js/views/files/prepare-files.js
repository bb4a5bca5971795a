import { explain, t } from '../strings/index.js';
import { sizeIn } from './file-size.js';

/** As many pixels as a side of a picture has at most that is not sent as a file. */
const SIDE = 2_560;
const QUALITY = 0.86;
const HEAD = 4_096;
const PATIENCE = 5_000;
const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'image/avif', 'image/bmp', 'image/tiff'];

const made = new WeakMap();

/**
 * Chosen files as they will be sent, `{blob, name, mediaType, width?, height?, durationMs?, original?}`: pictures no larger than
 * a screen can show and without what the camera wrote into them, unless they are to stay as they are.
 */
export async function prepared(items, messenger) {
  const files = await Promise.all(items.map(prepare));
  const { maxSize } = await messenger.media();
  const tooLarge = files.find(({ blob }) => blob.size > maxSize);
  if (tooLarge) throw { words: t('tooLargeFile', tooLarge.name, sizeIn(maxSize)) };
  return files;
}

/** One of them, made once. */
export function prepare({ file, original, voice }) {
  if (voice) return Promise.resolve({ blob: file, ...voice });
  if (!made.has(file)) made.set(file, new Map());
  const versions = made.get(file);
  if (!versions.has(original)) versions.set(original, make(file, original));
  return versions.get(original);
}

async function make(file, original) {
  const { name, type: mediaType } = file;
  const asItIs = { blob: file, name, mediaType: mediaType || 'application/octet-stream', ...(original && { original }) };
  const head = await headOf(file);
  if (mediaType.startsWith('video/')) return { ...asItIs, ...(await aboutVideo(file)) };
  if (!mediaType.startsWith('image/') || mediaType === 'image/svg+xml') return asItIs;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return asItIs;
  const { width, height } = picture;
  try {
    if (original || !PICTURES.includes(mediaType) || moves(head)) return { ...asItIs, width, height };
    return await smaller(file, picture);
  } finally {
    picture.close();
  }
}

async function headOf(file) {
  try {
    return new TextDecoder('latin1').decode(await file.slice(0, HEAD).arrayBuffer());
  } catch {
    throw { words: t('readFailed', file.name) };
  }
}

/** Whether a PNG or WebP consists of several pictures. */
function moves(head) {
  return (head.startsWith('RIFF') && head.includes('ANIM')) || (head.startsWith('\u0089PNG') && head.includes('acTL'));
}

async function smaller(file, picture) {
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const isPhoto = !['image/png', 'image/webp'].includes(file.type);
  const blob = await drawn(picture, { width, height, type: isPhoto ? 'image/jpeg' : 'image/webp' });
  // What is no smaller is sent as it was; the server takes out of it what is no picture.
  const better = blob && (scale < 1 || blob.size < file.size || !['image/jpeg', 'image/png', 'image/webp'].includes(file.type));
  if (!better) return { blob: file, name: file.name, mediaType: file.type, width: picture.width, height: picture.height };
  const ending = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' }[blob.type];
  return { blob, name: `${file.name.replace(/\.[^.]*$/, '')}.${ending}`, mediaType: blob.type, width, height };
}

async function drawn(picture, { width, height, type }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (type === 'image/jpeg') {
    context.fillStyle = 'white'; // a JPEG has no transparency
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
  canvas.width = canvas.height = 0; // gives its memory back at once
  return blob;
}

/** What the browser finds out of a video by itself; nothing of one that it cannot play. */
function aboutVideo(file) {
  const video = Object.assign(document.createElement('video'), { preload: 'metadata', muted: true });
  const url = URL.createObjectURL(file);
  return new Promise((resolve) => {
    const end = (about) => {
      clearTimeout(timer);
      URL.revokeObjectURL(url);
      video.removeAttribute('src');
      resolve(about);
    };
    const timer = setTimeout(end, PATIENCE, {});
    video.onerror = () => end({});
    video.onloadedmetadata = () => {
      const { videoWidth: width, videoHeight: height, duration } = video;
      end({ ...(width > 0 && { width, height }), ...(Number.isFinite(duration) && { durationMs: Math.round(duration * 1_000) }) });
    };
    video.src = url;
  });
}

/** Why a file cannot be sent. */
export function because(failure) {
  return failure.words ?? explain(failure);
}
