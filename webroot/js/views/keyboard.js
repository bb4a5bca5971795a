/** Whether there is a real one: the one on a touch screen comes with the focus and takes half of the screen. */
export function hasKeyboard() {
  return matchMedia('(hover: hover)').matches;
}
