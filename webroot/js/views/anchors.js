/**
 * The rows on the screen and where they stand, to find the same lines again after what is above them has changed; `clear`
 * where half of the row can be seen, or half of the screen is full of it.
 */
export function anchorsOf(scroller) {
  const { top, bottom } = scroller.getBoundingClientRect();
  const anchors = [];
  for (const row of scroller.querySelectorAll('[data-key]')) {
    const box = row.getBoundingClientRect();
    if (box.top >= bottom) break;
    if (box.bottom <= top) continue;
    const shown = Math.min(box.bottom, bottom) - Math.max(box.top, top);
    const clear = shown >= Math.min(box.height, bottom - top) / 2;
    anchors.push({ row, key: row.dataset.key, top: box.top - top, clear });
  }
  return anchors;
}

/** Scrolls so that the first of the rows that is still there stands where it stood. */
export function holdAt(scroller, anchors) {
  const found = anchors.map((anchor) => ({ ...anchor, row: rowOf(scroller, anchor) })).find(({ row }) => row);
  if (!found) return;
  const moved = found.row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - found.top;
  if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
}

/** Scrolls so that an element stands at a distance below the upper edge. */
export function bringTo(scroller, element, distance) {
  scroller.scrollTop += element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - distance;
}

function rowOf(scroller, { row, key }) {
  return row.isConnected && row.dataset.key === key ? row : scroller.querySelector(`[data-key="${CSS.escape(key)}"]`);
}
