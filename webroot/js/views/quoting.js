import { useEffect } from 'preact/hooks';
import { messageAt, personOf } from '../state/conversation.js';
import { repliedIn, wordsOf } from '../state/message.js';
import { plainOf } from '../state/plain-text.js';
import { useParts, useStore } from './html.js';
import { moment } from './times.js';
import { nameOf } from './user-names.js';

const SHOWN = 120;

/** One message as it is, several with who wrote each, when, and in answer to what. `said` are `{senderId, time, text, replied}`. */
export function quoted(said, conversation, me) {
  if (said.length === 1) return said[0].text;
  const writer = ({ senderId }) => nameOf(senderId === me.id ? me : personOf(conversation, senderId));
  const answered = ({ replied }) => {
    const cited = replied > 0 && messageAt(conversation, replied);
    return cited && wordsOf(cited) ? `\n> ${writer(cited)}: ${plainOf(wordsOf(cited), SHOWN)}\n` : ' ';
  };
  return said.map((one) => `[${moment(one.time)}] ${writer(one)}:${answered(one)}${one.text}`).join('\n');
}

/** What a stored message, or one that waits, says. */
export function saidIn(message) {
  const { senderId, sentAt, createdAt, text } = message;
  return { senderId, time: createdAt ?? Date.parse(sentAt), text, replied: repliedIn(message) };
}

/** What is marked in several messages is copied as one would quote them, several items of a list with their numbers or dots. */
export default function Quoting({ conversation }) {
  const { messenger } = useParts();
  const pending = useStore(messenger.outbox);
  const { messages } = conversation;
  useEffect(() => {
    const onCopy = (event) => {
      if (event.target.closest?.('input, textarea')) return;
      const said = marked(document.getSelection(), [...messages, ...pending.map((item) => messenger.shown(item))]);
      if (!said) return;
      event.clipboardData.setData('text/plain', quoted(said, conversation, messenger.user));
      event.preventDefault();
    };
    document.addEventListener('copy', onCopy);
    return () => document.removeEventListener('copy', onCopy);
  }, [conversation, pending]);
  return null;
}

/** What is marked of which messages; nothing where it is within the words of one, which the browser copies by itself. */
function marked(selection, messages) {
  if (selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  const rows = [...document.querySelectorAll('.said')].filter((row) => range.intersectsNode(row));
  const texts = rows.map((row) => row.querySelector('.bubble__text'));
  if (rows.length === 0 || texts.some((text) => text && isWithinWordsOf(text, range))) return undefined;
  const said = rows.map((row, i) => partOf(messageOf(row, messages), texts[i], range)).filter(Boolean);
  return said.length > 0 ? said : undefined;
}

function isWithinWordsOf(text, range) {
  return text.contains(range.startContainer) && text.contains(range.endContainer) && itemsIn(range).length === 0;
}

function messageOf({ dataset: { seq, key } }, messages) {
  return messages.find((message) => (seq ? message.seq === Number(seq) : message.clientId === key));
}

function partOf(message, element, range) {
  if (!element || !message || !wordsOf(message)) return undefined;
  const part = document.createRange();
  part.selectNodeContents(element);
  if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
  if (part.toString() === element.textContent) return saidIn(message);
  const text = textIn(part);
  return text && { ...saidIn(message), text };
}

/** As it looks: with its lines, and with what stands before the items of lists, which no browser copies. */
function textIn(range) {
  const place = Object.assign(document.createElement('div'), { className: 'bubble__text unseen' });
  place.append(range.cloneContents());
  const items = itemsIn(range);
  const copies = [...place.querySelectorAll('li')];
  const isOneAlone = copies.some((copy) => copy.textContent === place.textContent && !copy.querySelector('li'));
  copies.forEach((copy, i) => {
    if (!isOneAlone && copy.textContent !== '' && isMarkedFromStart(items[i], range)) copy.prepend(indentOf(copy) + signOf(items[i]));
  });
  document.body.append(place);
  const text = place.innerText.trim();
  place.remove();
  return text;
}

/** Of lists whose items are marked across their borders. */
function itemsIn(range) {
  const root = range.commonAncestorContainer;
  return root.querySelectorAll ? [...root.querySelectorAll('li')].filter((item) => range.intersectsNode(item)) : [];
}

function isMarkedFromStart(item, range) {
  const before = document.createRange();
  before.selectNodeContents(item);
  if (range.comparePoint(item, 0) >= 0) return true;
  before.setEnd(range.startContainer, range.startOffset);
  return before.toString() === '';
}

function indentOf(copy) {
  const outer = copy.parentElement.closest('li');
  return outer ? `  ${indentOf(outer)}` : '';
}

function signOf({ parentElement: list, value }) {
  if (list.localName === 'ul') return '- ';
  return `${value}${list.classList.contains('bullets--bracketed') ? ')' : '.'} `;
}
