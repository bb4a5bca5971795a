import { useLayoutEffect, useRef } from 'preact/hooks';
import { Avatar } from './avatar.js';
import { html } from './html.js';
import { MoreIcon } from './more-icons.js';
import { t } from './strings/index.js';
import { nameOf, Username } from './user-names.js';

/** What the beginning of a word may become: emoji, or people. */
export default function CompletionList({ choices, at, take }) {
  const element = useRef();
  useLayoutEffect(() => element.current?.children[at]?.scrollIntoView({ block: 'nearest' }), [choices, at]);
  if (choices.length === 0) return null;
  const label = t(choices[0].sign ? 'emoji' : 'members');
  return html`
    <ul ref=${element} class="completion" id="completion" role="listbox" aria-label=${label}>
      ${choices.map(
        (choice, index) => html`
          <li
            key=${choice.insert}
            id=${`completion-${index}`}
            class="completion__choice"
            role="option"
            aria-selected=${index === at}
            onMouseDown=${(event) => (event.preventDefault(), take(choice))}
          >
            <${Words} ...${choice} />
          </li>
        `,
      )}
    </ul>
  `;
}

function Words({ sign, name, user, reach }) {
  if (sign) return html`<span class="completion__sign">${sign}</span>:${name}:`;
  if (!user) return html`<span class="completion__all"><${MoreIcon.Group} /></span><b>@all</b><span class="completion__detail">${t('allText', reach)}</span>`;
  return html`<${Avatar} user=${user} size="tiny" /><b><bdi>${nameOf(user)}</bdi></b><span class="completion__detail"><${Username} user=${user} /></span>`;
}
