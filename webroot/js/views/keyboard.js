/** Whether there is a real one: the one on a touch screen comes with the focus and takes half of the screen. */
export function hasKeyboard() {
  return matchMedia('(hover: hover)').matches;
}

/** Whether a key belongs to an input method. 229 is what Safari says of the Enter that ends a composition. */
export function composes(event) {
  return event.isComposing || event.keyCode === 229;
}
