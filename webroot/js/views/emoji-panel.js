import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useBack } from './back-button.js';
import { chooseSkinTone, emojiFor, emojiGroups, noteUse, skinTone, toned } from './emoji.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { composes, hasKeyboard } from './keyboard.js';
import { LoadFailure } from './load-failure.js';
import { useOutside } from './use-outside-press.js';
import { t } from './strings/index.js';
import { useTask } from './use-task.js';

const TONES = ['✋', '✋🏻', '✋🏼', '✋🏽', '✋🏾', '✋🏿'];

/** All emoji, above the composer: those used most, groups, a search, a skin tone. */
export default function EmojiPanel({ onPick, onClose }) {
  const element = useRef();
  const [groups, setGroups] = useState(null);
  const [query, setQuery] = useState('');
  const [tone, setTone] = useState(0);
  const [load, { failure }] = useTask(async () => {
    const [all, preferred] = await Promise.all([emojiGroups(), skinTone()]);
    setGroups(all);
    setTone(preferred);
  });
  useEffect(() => {
    load();
    if (hasKeyboard()) element.current.querySelector('input').focus();
  }, []);
  useOutside((target) => target.closest?.('.emoji-panel, .composer__emoji'), onClose);
  useBack(onClose);
  const words = query.trim();
  const found = useMemo(() => (words && groups ? emojiFor(words, groups) : null), [words, groups]);
  const pick = (emoji) => {
    noteUse(emoji).catch(() => {});
    onPick(toned(emoji, tone));
  };
  const nextTone = () => {
    setTone((tone + 1) % TONES.length);
    chooseSkinTone((tone + 1) % TONES.length).catch(() => {});
  };
  const onKeyDown = (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    } else if (isFirstTaken(event, found)) {
      event.preventDefault();
      pick(found[0]);
    } else if (step(event, element.current)) {
      event.preventDefault();
    }
  };
  return html`
    <div class="emoji-panel" ref=${element} role="dialog" aria-label=${t('emoji')} onKeyDown=${onKeyDown}>
      <div class="emoji-panel__head">
        <div class="search">
          <${Icon.Search} />
          <input
            class="input"
            type="search"
            aria-label=${t('emojiSearch')}
            placeholder=${t('emojiSearch')}
            onInput=${(event) => setQuery(event.target.value)}
          />
        </div>
        <button type="button" class="icon-button emoji-panel__tone" aria-label=${t('skinTone', tone)} title=${t('skinTone', tone)} onClick=${nextTone}>
          ${TONES[tone]}
        </button>
      </div>
      ${failure && html`<div class="emoji-panel__note"><${LoadFailure} failure=${failure} otherwise=${t('emojiFailed')} onRetry=${load} /></div>`}
      ${!failure && !groups && html`<div class="emoji-panel__note"><div class="spinner" role="status" aria-label=${t('loading')} /></div>`}
      ${groups && !found && html`<${Groups} groups=${groups} tone=${tone} onPick=${pick} />`}
      ${found &&
      html`<div class="emoji-panel__all">
        ${found.length > 0 ? html`<${Grid} emoji=${found} tone=${tone} onPick=${pick} />` : html`<p class="emoji-panel__note">${t('emojiNone')}</p>`}
      </div>`}
    </div>
  `;
}

function Groups({ groups, tone, onPick }) {
  const show = (name) => document.getElementById(`emoji-${name}`).scrollIntoView({ block: 'start' });
  return html`
    <div class="emoji-panel__all">
      ${groups.map(
        ({ name, emoji }) => html`
          <section key=${name} class="emoji-panel__group">
            <h3 class="emoji-panel__title" id=${`emoji-${name}`}>${titleOf(name)}</h3>
            <${Grid} emoji=${emoji} tone=${tone} onPick=${onPick} />
          </section>
        `,
      )}
    </div>
    <div class="emoji-panel__groups">
      ${groups.map(
        ({ name, sign }) => html`
          <button type="button" class="emoji-button" aria-label=${titleOf(name)} title=${titleOf(name)} onClick=${() => show(name)}>${sign}</button>
        `,
      )}
    </div>
  `;
}

function Grid({ emoji, tone, onPick }) {
  return html`
    <div class="emoji-grid">
      ${emoji.map((one) => {
        const name = one.annotation ?? one.name;
        return html`
          <button key=${one.unicode} type="button" class="emoji-button" data-emoji aria-label=${name} title=${name} onClick=${() => onPick(one)}>
            ${toned(one, tone)}
          </button>
        `;
      })}
    </div>
  `;
}

function titleOf(name) {
  return name === 'recent' ? t('emojiRecent') : t('emojiGroups')[name];
}

/** Enter in the search takes the first that it has found, unless it ends a composition. */
function isFirstTaken(event, found) {
  return event.key === 'Enter' && !composes(event) && event.target.type === 'search' && found?.length > 0;
}

/** Arrows go from emoji to emoji, from the search too; whether the key was one. */
function step({ key, target }, panel) {
  const all = [...panel.querySelectorAll('[data-emoji]')];
  const at = all.indexOf(target);
  if (all.length === 0 || (at < 0 && key !== 'ArrowDown')) return false;
  if (at < 0) return focus(all[0]);
  const [left, right] = getComputedStyle(panel).direction === 'rtl' ? [1, -1] : [-1, 1];
  const next = { ArrowLeft: () => all[at + left], ArrowRight: () => all[at + right], ArrowUp: () => beside(all, at, -1), ArrowDown: () => beside(all, at, 1) }[key];
  return next !== undefined && focus(next());
}

/** The nearest one in the row above or below. */
function beside(all, at, direction) {
  const { top, left } = all[at].getBoundingClientRect();
  let row;
  for (let i = at + direction; all[i]; i += direction) {
    const box = all[i].getBoundingClientRect();
    if (Math.abs(box.top - top) < 2) continue;
    if (row !== undefined && Math.abs(box.top - row) > 2) return undefined;
    row = box.top;
    if (Math.abs(box.left - left) < box.width / 2) return all[i];
  }
  return undefined;
}

function focus(element) {
  element?.focus();
  return true;
}
