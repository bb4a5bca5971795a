import { copyText } from './clipboard.js';
import { html, useParts } from './html.js';
import { t } from './strings/index.js';

/** What somebody had written where nothing can be written any more: to take along, or to throw away. */
export default function LeftDraft({ id, text }) {
  const { drafts } = useParts().messenger;
  const drop = () => {
    drafts.endEdit(id);
    drafts.keep(id, '');
  };
  return html`
    <div class="left-draft">
      <p class="faint">${t('leftDraft')}</p>
      <p class="left-draft__text" dir="auto" tabindex="0">${text}</p>
      <div class="left-draft__buttons">
        <button type="button" class="button button--small" onClick=${() => copyText(text)}>${t('copy')}</button>
        <button type="button" class="button button--small button--quiet-danger" onClick=${drop}>${t('dropDraft')}</button>
      </div>
    </div>
  `;
}
