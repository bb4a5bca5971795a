/** Where it is noted that this device keeps any: what is deleted has to be erased from it too. */
export const KEPT = 'webim.files';

/**
 * The files of a message, `{id, name, mediaType, size, inline, width?, height?, durationMs?, waveform?,
 * placeholder?, preview?}`; of one that
 * waits to be sent they have a `key` and no place on the server yet.
 */
export function filesOf({ files, deleted }) {
  return Array.isArray(files) && deleted !== true ? files : [];
}

/** What can be done with a file on a page: `picture`, `video`, `voice`, `audio`, or nothing but to keep it: `file`. */
export function kindOf({ mediaType = '', inline, width, height, waveform }) {
  const [type] = inline ? mediaType.split('/') : [''];
  if ((type === 'video' || type === 'audio') && waveform) return 'voice';
  if (type === 'image' && width > 0 && height > 0) return 'picture';
  return type === 'video' || type === 'audio' ? type : 'file';
}

/** Whether it is seen: a picture or a video. */
export function isSeen(file) {
  const kind = kindOf(file);
  return kind === 'picture' || kind === 'video';
}

const WIDTH = 400;
const HEIGHT = 420;
const LEAST = 150;
const LOWEST = 80;
/** What is smaller than a finger is drawn larger than it is. */
const FINGER = 24;
const AMONG_OTHERS = [0.6, 1.9];
/** How many pictures stand in each row. */
const ROWS = [[], [1], [2], [1, 2], [2, 2], [2, 3], [3, 3], [2, 2, 3], [2, 3, 3], [3, 3, 3], [3, 3, 4]];

/**
 * How pictures stand together, before any of them is there: `{width, ratio, small?, rows: [{height, cells: [{file, share}]}]}`, the
 * width in pixels where there is room for it, and width by height; heights and shares are to each other as the numbers are.
 */
export function albumOf(files) {
  if (files.length === 1) return single(files[0]);
  const counts = ROWS[files.length] ?? ROWS[10];
  let at = 0;
  const rows = counts.map((count) => {
    const cells = files.slice(at, (at += count)).map((file) => ({ file, share: clamped(ratioOf(file), ...AMONG_OTHERS) }));
    return { height: 1 / cells.reduce((sum, { share }) => sum + share, 0), cells };
  });
  const height = rows.reduce((sum, row) => sum + row.height, 0);
  return { width: WIDTH, ratio: clamped(1 / height, 0.7, 3), rows };
}

/** No larger than it is; `small` where the time finds no room on it. */
function single(file) {
  const ratio = ratioOf(file);
  const least = (own = WIDTH, floor) => Math.max(FINGER, Math.min(own, floor));
  const width = Math.round(Math.max(least(file.width, LEAST), Math.min(WIDTH, HEIGHT * ratio, file.width ?? WIDTH)));
  const shape = clamped(ratio, width / HEIGHT, width / least(file.height, LOWEST));
  return { width, ratio: shape, small: width < LEAST || width / shape < LOWEST, rows: [{ height: 1, cells: [{ file, share: 1 }] }] };
}

/** Width by height; of a video that does not tell, as most of them are. */
export function ratioOf({ width, height }) {
  return width > 0 && height > 0 ? width / height : 16 / 9;
}

function clamped(number, least, most) {
  return Math.min(most, Math.max(least, number));
}
