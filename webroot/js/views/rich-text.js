import { useMemo } from 'preact/hooks';
import { parsed } from '../state/markdown.js';
import { splitAtNames } from '../state/mention.js';
import { html } from './html.js';
import { Mention } from './mention.js';

const TAGS = { bold: 'strong', italic: 'em', strike: 's' };

const NOBODY = new Map();

/**
 * A message's text with its links, emphasis, lists, quotes, code and the names of those whom it mentions; built of elements,
 * never of markup. `people` are by their names those whom it mentions.
 */
export function RichText({ text, torn, people = NOBODY, me, onPerson }) {
  return useMemo(() => {
    const named = (part) => splitAtNames(part, people).map((one) => (one.name ? mention(one, people.get(one.name), me, onPerson) : one));
    return blocks(parsed(text, torn), people.size > 0 ? named : (part) => part);
  }, [text, torn, people]);
}

function mention({ text }, user, me, onPerson) {
  return html`<${Mention} text=${text} user=${user} me=${me} onPress=${onPerson} />`;
}

/** @param words what stands in place of a text */
function blocks(nodes, words, areQuoted) {
  return nodes.map((node, i) => {
    switch (node.kind) {
      case 'pre':
        return html`<pre class="code-block" dir="ltr" tabindex="0"><code>${node.text}</code></pre>`;
      case 'quote':
        return html`<blockquote class="quoted" dir="auto">${blocks(node.blocks, words, true)}</blockquote>`;
      case 'list':
        return list(node, words);
      default:
        // What has a direction of its own does not count for that of the quote around it.
        return html`<span class=${nodes.length > 1 ? 'text-block' : undefined} dir=${areQuoted && i === 0 ? undefined : 'auto'}>${inline(node.inline, words)}</span>`;
    }
  });
}

function list({ items, numbers, sign }, words) {
  // Each with the number that it was given, also where it is not the next.
  const lines = items.map((item, i) => html`<li value=${numbers && String(numbers[i])}>${inline(item, words)}</li>`);
  return numbers
    ? html`<ol class=${`bullets bullets--numbered ${sign === ')' ? 'bullets--bracketed' : ''}`} style=${{ '--digits': String(Math.max(...numbers)).length }} dir="auto">${lines}</ol>`
    : html`<ul class="bullets" dir="auto">${lines}</ul>`;
}

function inline(nodes, words) {
  return nodes.map((node) => {
    if (typeof node === 'string') return words(node);
    if (node.kind === 'list') return list(node, words);
    if (node.kind === 'code') return html`<code class="code" dir="ltr">${node.text}</code>`;
    if (node.kind === 'link') return html`<a dir="ltr" href=${node.href} target="_blank" rel="noopener noreferrer nofollow">${node.text}</a>`;
    return html`<${TAGS[node.kind]}>${inline(node.inline, words)}<//>`;
  });
}
