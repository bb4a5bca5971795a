// Blanks, controls, what Unicode calls default-ignorable, and signs whose picture is empty; the server's Signs.java says why.
const VISIBLE =
  /[^\p{Z}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{13430}-\u{1343f}\u{16fe4}\u{1d159}]/u;

/** Whether there is something to see in a text. */
export function hasVisible(text) {
  return VISIBLE.test(text);
}

/** As names are compared: composed, in lower case and without blank ends. */
export function folded(name) {
  return name.normalize('NFC').trim().toLocaleLowerCase();
}
