import { hasVisible } from './text-match.js';

const LABEL = String.raw`[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}_-]{0,62}`;
const USER = String.raw`[\w.%~+-]{1,64}(?::[\w.%~+-]{0,64})?@`;
const MAIL = String.raw`[\p{Script=Latin}\p{M}\p{N}._+-]{1,64}@${LABEL}(?:\.${LABEL}){1,8}`;
// A bare name is a link where people mean one by it: not file.txt, node.js, logger.info nor java.io. Endings that are words,
// suffixes of files or names in code as well need a path: youtu.be/x.
const CLEAR = 'com|org|net|edu|gov|io|eu|de|uk|fr|nl|ch|ru|ua|cn|jp|kr|tw|hk|br|cz|dk';
const WITH_PATH = 'ai|app|at|au|be|ca|cc|co|dev|es|fi|fm|gg|gl|gle|hu|id|ie|il|info|it|li|link|ly|me|mx|no|nz|online|pl|pt|ro|se|site|tr|tv|us|xyz|za';
const BARE = String.raw`(?:[a-z\d][a-z\d-]{0,62}\.){1,8}(?:(?:${CLEAR})(?![\p{Script=Latin}\p{N}(@_-]|\.[a-z\d])|(?:${WITH_PATH})(?=\/[\p{L}\p{N}@?~]))`;
const NOT_BARE = /^(?:com|org|net|io|javax?)\.|\.[^.]*[A-Z][^.]*$/;
const NO_START = /[@/\\._$#%&=+~-]/;
// What follows a top-level domain without a gap: b.example谢谢, b.example--ok.
const GLUED = /^(?!xn--)[a-z]{2,63}(?=[_-]|(?!\p{Script=Latin})\p{L})/iu;
// Some count as letters or marks.
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u{16fe4}]/u;
const PORT = /^:\d{1,5}(?!\d)/;
const NEVER = /[<>"\\^`|\u00b4\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u275b-\u2760\p{C}]/u;
// Emoji, other symbols, and the quotes, brackets, dashes and all other punctuation of other scripts; and what quotes in ours.
const FOREIGN = /['\p{P}\p{S}]/u;
const ASCII = /[!-&(-~]/;
// These belong to a word where they stand in one: Col·laboració, ジョン・レノン, צה״ל, l'été.
const INNER = /['\u00b7\u30fb\u05f3\u05f4]/;
const WORD = /[\p{L}\p{M}\p{N}]/u;
const LATIN = /[\p{Script=Latin}\p{N}]/u;
const OPENED = { ')': '(', ']': '[', '}': '{' };
const END = /[.,;:!?*~([{]/;
const REACHED = /^(?:https?:\/\/)?(?:[^@/?#]*@)?(?:localhost\b|\[|[^/?#:]*[^.]\.[^.])/iu;
// How far before a link an emphasis may begin that ends with it.
const NEAR = 200;
const DOUBLED = /\*\*|~~/;
const EMPHASIS = /(?:^|[\s\p{P}])_(?![\s_])/u;

/**
 * What a match of `linkAt.pattern` is as a link: `{length, node}`; only http, https and mail addresses are. It ends before
 * whatever cannot stand in an address or closes the sentence, the quote or the bracket around it.
 */
export function linkAt(found) {
  const { index, input, groups } = found;
  const before = signBefore(input, index);
  if (LATIN.test(before) || (groups.bare && (NO_START.test(before) || NOT_BARE.test(groups.bare)))) return undefined;
  const host = hostOf(found[0]);
  if (groups.mail) return link(host, `mailto:${host}`);
  const address = host === found[0] ? host + portAt(input, index + host.length) : host;
  // Before its path is read, or a text of many that lead nowhere would be read again from each of them.
  if (!hrefOf(address)) return undefined;
  const text = host === found[0] ? address + pathAt(input, index + address.length, index) : address;
  return link(text, hrefOf(text));
}

const link = (text, href) => href && { length: text.length, node: { kind: 'link', href, text } };

linkAt.pattern = new RegExp(
  String.raw`(?:https?:\/\/(?:${USER})?(?:\[[0-9a-f:.]{2,45}\]|${LABEL}(?:\.${LABEL}){0,30})|www(?:\.${LABEL}){1,30})|(?<mail>${MAIL})|(?<bare>${BARE})`,
  'giu',
);

/** The sign that ends at an index, which may be a pair of surrogates. */
export function signBefore(text, index) {
  const low = text.charCodeAt(index - 1);
  return text.slice(low >= 0xdc00 && low < 0xe000 ? index - 2 : Math.max(0, index - 1), index);
}

function hostOf(whole) {
  const address = whole.split(UNSEEN, 1)[0];
  const start = address.lastIndexOf('.') + 1;
  const [domain] = (start > 0 && GLUED.exec(address.slice(start))) || [];
  return domain ? address.slice(0, start) + domain : address.replace(/[_-]+$/, '');
}

const portAt = (text, start) => PORT.exec(text.slice(start, start + 7))?.[0] ?? '';

/** Path, query and fragment. */
function pathAt(text, start, link) {
  if (!'/?#'.includes(text[start] ?? ' ')) return '';
  const before = text.slice(Math.max(link - NEAR, text.lastIndexOf('\n', link) + 1), link);
  let end = start + unmarked(text.slice(start, endOf(text, start)), before).length;
  const emphasised = EMPHASIS.test(before);
  while (END.test(text[end - 1]) || (emphasised && text[end - 1] === '_')) end--;
  return text.slice(start, end);
}

/** Without the signs of an emphasis that ends or begins there: `**see address**很好`, `address**bold**`. */
function unmarked(path, before) {
  const [sign] = DOUBLED.exec(path) ?? [];
  const at = path.indexOf(sign);
  return sign && (before.includes(sign) || path.includes(sign, at + 2)) ? path.slice(0, at) : path;
}

function endOf(text, start) {
  const open = [];
  let at = start;
  while (at < text.length) {
    const sign = String.fromCodePoint(text.codePointAt(at));
    const next = at + sign.length;
    if (NEVER.test(sign) || !hasVisible(sign)) break;
    if ('([{'.includes(sign)) open.push(sign);
    else if (OPENED[sign] && open.pop() !== OPENED[sign]) break;
    else if (FOREIGN.test(sign) && !ASCII.test(sign) && !isInWord(text, sign, at, next)) break;
    at = next;
  }
  return at;
}

function isInWord(text, sign, at, next) {
  return INNER.test(sign) && WORD.test(signBefore(text, at)) && WORD.test(String.fromCodePoint(text.codePointAt(next) ?? 32));
}

function hrefOf(text) {
  if (!REACHED.test(text)) return undefined;
  try {
    return new URL(/^https?:/i.test(text) ? text : `https://${text}`).href;
  } catch {
    return undefined;
  }
}
