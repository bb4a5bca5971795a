// What shows files and takes them, fetched when there is first one.
import '../strings/en-extras.js';

export { Album } from './album.js';
export { Attached } from './attached.js';
export { MediaDialog, MediaPage } from './media-page.js';
export { prepared } from './preparing.js';
export { Progress } from './progress.js';
export { Recorder } from './recorder.js';
export { Tray } from './tray.js';
export { Viewer } from './viewer.js';
