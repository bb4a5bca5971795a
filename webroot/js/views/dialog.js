import { createContext } from 'preact';
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useBack } from './back-button.js';
import { html } from './html.js';
import { Icon } from './icons.js';
import { hasKeyboard } from './keyboard.js';
import { t } from './strings/index.js';

const Holding = createContext(() => {});

/**
 * A modal dialog: the browser keeps the focus inside, closes on Escape and gives the focus back. What is `read` has nothing
 * in it that one could go to with the keyboard. What stands at the `side` leads to what it shows.
 */
export function Dialog({ title, tall = false, side, read = false, back = t('backToSettings'), onBack, onClose, children }) {
  const element = useRef();
  const [held, hold] = useState(false);
  useLayoutEffect(() => {
    element.current.showModal();
    return () => element.current?.close();
  }, []);
  useLayoutEffect(() => {
    // What was pressed is gone, and nothing that came has taken the keyboard.
    const regain = () => document.activeElement === document.body && (element.current.querySelector('[aria-current=page]') ?? element.current.querySelector('button'))?.focus();
    const observer = new MutationObserver(regain);
    observer.observe(element.current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  const closeOutside = (event) => event.target === element.current && !held && onClose();
  const stay = (event) => held && event.preventDefault();
  const stepBack = () => {
    if (!held && !onBack) onClose();
    else if (!held) onBack();
    return held || onBack !== undefined;
  };
  useBack(stepBack);
  // The browser would tell a moment after it has closed it, when something else may be open in its place; and of a choice
  // of files within it that was given up. Where there is no key for it, that is the way back of a phone.
  const onCancel = (event) => {
    if (event.target !== element.current) return;
    event.preventDefault();
    if (!hasKeyboard()) stepBack();
    else if (!held) onClose();
  };
  return html`
    <dialog
      ref=${element}
      class=${`dialog ${tall ? 'dialog--tall' : ''} ${side ? 'dialog--sided' : ''}`}
      aria-labelledby="dialog-title"
      onClose=${(event) => event.target === element.current && onClose()}
      onCancel=${onCancel}
      onKeyDown=${(event) => event.key === 'Escape' && stay(event)}
      onMouseDown=${closeOutside}
    >
      ${side && html`<nav class="dialog__side" inert=${held} aria-label=${t('settings')}>${side}</nav>`}
      <header class=${`dialog__head ${onBack && !held ? 'dialog__head--back' : ''}`}>
        ${onBack &&
        !held &&
        html`<button type="button" class="icon-button" aria-label=${back} onClick=${onBack}><${Icon.Back} /></button>`}
        <h2 class="dialog__title" id="dialog-title">${title}</h2>
        ${!held &&
        html`<button type="button" class="icon-button" aria-label=${t('close')} onClick=${onClose}><${Icon.Close} /></button>`}
      </header>
      <div class="dialog__body" tabindex=${read ? 0 : undefined}><${Holding.Provider} value=${hold}>${children}<//></div>
    </dialog>
  `;
}

/** While it is shown, the dialog closes only by what stands in it. */
export function useHeldOpen() {
  const hold = useContext(Holding);
  useLayoutEffect(() => {
    hold(true);
    return () => hold(false);
  }, []);
}

/** Asks before something that cannot be undone. `choices`: `{label, danger?, main?, act}`. */
export function Question({ title, text, choices, onClose }) {
  return html`
    <${Dialog} title=${title} onClose=${onClose}>
      <p>${text}</p>
      <div class="dialog__buttons">
        <button type="button" class="button" onClick=${onClose}>${t('cancel')}</button>
        ${choices.map(
          ({ label, danger, main, act }) => html`
            <button type="button" class=${`button ${danger ? 'button--danger' : main ? 'button--main' : ''}`} onClick=${() => (onClose(), act())}>
              ${label}
            </button>
          `,
        )}
      </div>
    <//>
  `;
}
