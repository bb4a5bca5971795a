/** How long nobody has touched a page that can be seen, and how long one is hidden, until nobody uses it. */
const RESTS = 5 * 60_000;
const HIDDEN = 30_000;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove', 'focus', 'visibilitychange'];

let touchedAt = Date.now();
for (const kind of TOUCHES) addEventListener(kind, () => (touchedAt = Date.now()), { capture: true, passive: true });

/** Whether somebody uses this page, or has left in it what a reload would take away. */
export function isInUse() {
  const rest = document.visibilityState === 'hidden' ? HIDDEN : RESTS;
  return Date.now() - touchedAt < rest || isWritten();
}

function isWritten() {
  const fields = [...document.querySelectorAll('textarea, input:not([type=checkbox], [type=radio])')];
  return document.querySelector('dialog[open], .tray, .recorder') !== null || fields.some((field) => field.value !== '');
}
