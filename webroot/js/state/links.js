const END = /[.,;:!?*_~]/;
const PAIRS = { ')': '(', ']': '[' };

/** What a match of `linkAt.pattern` is as a link: `{length, node}`; only http, https and mail addresses are. */
export function linkAt(found, before = ' ') {
  if (/[A-Za-z0-9]/.test(before)) return undefined;
  const text = withoutEnd(found[0]);
  const href = hrefOf(text);
  return href && { length: text.length, node: { kind: 'link', href, text } };
}

linkAt.pattern =
  /(?:https?:\/\/|www\.)[^\s<>"'`，。；：！？、（）《》「」]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;

/** What ends a sentence is no part of an address, nor is a bracket that it did not open. */
function withoutEnd(address) {
  const open = { ')': excess(address, ')'), ']': excess(address, ']') };
  let end = address.length;
  for (; end > 0; end--) {
    const sign = address[end - 1];
    if (open[sign] > 0) open[sign]--;
    else if (!END.test(sign)) break;
  }
  return address.slice(0, end);
}

/** How many closing brackets there are more than opening ones. */
function excess(address, bracket) {
  let count = 0;
  for (const sign of address) {
    if (sign === bracket) count++;
    else if (sign === PAIRS[bracket]) count--;
  }
  return count;
}

function hrefOf(text) {
  if (/^[^/:]+@/.test(text)) return `mailto:${text}`;
  const address = /^www\./i.test(text) ? `https://${text}` : text;
  try {
    const { protocol, href, hostname } = new URL(address);
    return /^https?:$/.test(protocol) && /[^.]\.[^.]|^localhost$|^\[/.test(hostname) ? href : undefined;
  } catch {
    return undefined;
  }
}
