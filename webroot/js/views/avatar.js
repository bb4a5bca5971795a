import { initials } from '../state/initials.js';
import { html } from './html.js';
import { nameOf } from './user-names.js';

const HUES = 10;

/** Instead of letters, of the notes that one keeps. */
const NOTE = html`<path class="avatar__note" d="M17 13.500h14a1.500 1.500 0 0 1 1.500 1.500v19.500L24 29l-8.500 5.500V15a1.500 1.500 0 0 1 1.500-1.500z" />`;

/** The picture of a user or group, or initials on a colour and a pattern that are always the same for the same one; neighbours' colours differ. */
export function Avatar({ user, size = '', online = false }) {
  const hash = hashOf(user.kind ? user.displayName : `${user.id} ${user.username}`);
  const shapes = [0, 1, 2].map((index) => shape(hash, index));
  return html`
    <span class=${`avatar ${size && `avatar--${size}`}`} aria-hidden="true">
      <svg viewBox="0 0 48 48">
        <rect width="48" height="48" class=${hueOf(user)} />
        <g class="avatar__pattern">${shapes}</g>
        ${user.self ? NOTE : html`<text x="24" y="24.500">${initials(nameOf(user) || user.username || '')}</text>`}
      </svg>
      ${user.picture && !user.self && html`<img class="avatar__picture" src=${pictureOf(user, size)} alt="" loading="lazy" decoding="async" />`}
      ${online && html`<span class="avatar__dot" />`}
    </span>
  `;
}

/** The class of somebody's colour; a group's goes by its name, which whoever is invited knows too. */
export function hueOf({ id, kind, displayName }) {
  return `hue-${((kind ? hashOf(displayName) : id * 3) % HUES) + 1}`;
}

function pictureOf({ id, kind, picture }, size) {
  const pixels = size === 'large' || size === 'huge' || devicePixelRatio > 1 ? 256 : 64;
  return `/api/${kind ? 'groups' : 'users'}/${id}/picture?v=${encodeURIComponent(picture)}&size=${pixels}`;
}

function shape(hash, index) {
  const bits = (hash >>> (index * 7)) & 0x7f;
  return html`<circle cx=${(bits & 7) * 7} cy=${((bits >> 3) & 7) * 7} r=${9 + index * 5} />`;
}

function hashOf(text) {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}
