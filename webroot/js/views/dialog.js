import { useLayoutEffect, useRef } from 'preact/hooks';
import { html } from './html.js';
import { Icon } from './icons.js';
import { t } from './strings/index.js';

/** A modal dialog: the browser keeps the focus inside, closes on Escape and gives the focus back. */
export function Dialog({ title, tall = false, onBack, onClose, children }) {
  const element = useRef();
  useLayoutEffect(() => {
    element.current.showModal();
    return () => element.current?.close();
  }, []);
  const closeOutside = (event) => event.target === element.current && onClose();
  return html`
    <dialog
      ref=${element}
      class=${`dialog ${tall ? 'dialog--tall' : ''}`}
      aria-labelledby="dialog-title"
      onClose=${(event) => event.target === element.current && onClose()}
      onMouseDown=${closeOutside}
    >
      <header class=${`dialog__head ${onBack ? 'dialog__head--back' : ''}`}>
        ${onBack &&
        html`<button type="button" class="icon-button" aria-label=${t('backToSettings')} onClick=${onBack}><${Icon.Back} /></button>`}
        <h2 class="dialog__title" id="dialog-title">${title}</h2>
        <button type="button" class="icon-button" aria-label=${t('close')} onClick=${onClose}><${Icon.Close} /></button>
      </header>
      <div class="dialog__body">${children}</div>
    </dialog>
  `;
}

/** Asks before something that cannot be undone. `choices`: `{label, danger?, act}`. */
export function Question({ title, text, choices, onClose }) {
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <p>${text}</p>
      <div class="dialog__buttons">
        <button type="button" class="button" onClick=${onClose}>${t('cancel')}</button>
        ${choices.map(
          ({ label, danger, act }) => html`
            <button type="button" class=${`button ${danger ? 'button--danger' : ''}`} onClick=${() => (onClose(), act())}>
              ${label}
            </button>
          `,
        )}
      </div>
    <//>
  `;
}
