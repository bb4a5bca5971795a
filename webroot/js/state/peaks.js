/** The peaks of a voice message, each from 0 to 255. */
export function peaksOf(waveform) {
  return Uint8Array.from(atob(waveform), (sign) => sign.charCodeAt(0));
}

/** So many of them: of each part the loudest. */
export function barsOf(peaks, count) {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * peaks.length) / count));
    return Math.max(0, ...peaks.slice(from, to));
  });
}
