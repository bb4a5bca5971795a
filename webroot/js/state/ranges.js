// Sets of sequence numbers as ascending, disjoint, non-adjacent [from, to], both ends included.

/** The set with `from..to` added. */
export function plus(ranges, from, to) {
  if (from > to) return ranges;
  const before = ranges.filter((range) => range[1] < from - 1);
  const after = ranges.filter((range) => range[0] > to + 1);
  const touched = ranges.filter((range) => range[1] >= from - 1 && range[0] <= to + 1);
  const low = Math.min(from, ...touched.map((range) => range[0]));
  const high = Math.max(to, ...touched.map((range) => range[1]));
  return [...before, [low, high], ...after];
}

/** The range that holds `seq`, if there is one. */
export function rangeOf(ranges, seq) {
  return ranges.find((range) => range[0] <= seq && seq <= range[1]);
}

export function holds(ranges, seq) {
  return rangeOf(ranges, seq) !== undefined;
}

/** How many numbers between two, both included, are in the set. */
export function countIn(ranges, from, to) {
  let count = 0;
  for (const [low, high] of ranges) count += Math.max(0, Math.min(high, to) - Math.max(low, from) + 1);
  return count;
}
