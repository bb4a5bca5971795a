import { explain } from '../strings/index.js';
import { say } from '../toast.js';
import { urlOf } from './blob-urls.js';

/** Lets the browser keep a file of a message, under its name. */
export async function download(messenger, message, file) {
  try {
    const media = await messenger.media();
    const url = file.key ? urlOf(`${messenger.user.id} ${file.id} `, await media.blob(message, file)) : `${await media.links.of(file)}&download=1`;
    const link = Object.assign(document.createElement('a'), { href: url, download: file.name });
    link.click();
  } catch (failure) {
    say(explain(failure));
  }
}
