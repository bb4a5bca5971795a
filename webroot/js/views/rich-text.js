import { useMemo } from 'preact/hooks';
import { parsed } from '../state/markdown.js';
import { html } from './html.js';

const TAGS = { bold: 'strong', italic: 'em', strike: 's' };

/** A message's text with its links, emphasis, lists, quotes and code; built of elements, never of markup. */
export function RichText({ text, torn }) {
  return useMemo(() => blocks(parsed(text, torn)), [text, torn]);
}

function blocks(nodes, areQuoted) {
  return nodes.map((node, i) => {
    switch (node.kind) {
      case 'pre':
        return html`<pre class="code-block" dir="ltr" tabindex="0"><code>${node.text}</code></pre>`;
      case 'quote':
        return html`<blockquote class="quoted" dir="auto">${blocks(node.blocks, true)}</blockquote>`;
      case 'list':
        return list(node);
      default:
        // What has a direction of its own does not count for that of the quote around it.
        return html`<span class=${nodes.length > 1 ? 'text-block' : undefined} dir=${areQuoted && i === 0 ? undefined : 'auto'}>${inline(node.inline)}</span>`;
    }
  });
}

function list({ items, numbers, sign }) {
  // Each with the number that it was given, also where it is not the next.
  const lines = items.map((item, i) => html`<li value=${numbers && String(numbers[i])}>${inline(item)}</li>`);
  return numbers
    ? html`<ol class=${`bullets bullets--numbered ${sign === ')' ? 'bullets--bracketed' : ''}`} style=${{ '--digits': String(Math.max(...numbers)).length }} dir="auto">${lines}</ol>`
    : html`<ul class="bullets" dir="auto">${lines}</ul>`;
}

function inline(nodes) {
  return nodes.map((node) => {
    if (typeof node === 'string') return node;
    if (node.kind === 'list') return list(node);
    if (node.kind === 'code') return html`<code class="code" dir="ltr">${node.text}</code>`;
    if (node.kind === 'link') return html`<a dir="ltr" href=${node.href} target="_blank" rel="noopener noreferrer nofollow">${node.text}</a>`;
    return html`<${TAGS[node.kind]}>${inline(node.inline)}<//>`;
  });
}
