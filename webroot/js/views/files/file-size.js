import { languageTag } from '../strings/index.js';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];

/** How large something is, as people say it. */
export function sizeIn(bytes) {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1_000))));
  const amount = bytes / 1_000 ** power;
  const options = { style: 'unit', unit: UNITS[power], unitDisplay: power === 0 ? 'long' : 'short', maximumFractionDigits: amount < 10 && power > 1 ? 1 : 0 };
  return new Intl.NumberFormat(languageTag(), options).format(amount);
}
