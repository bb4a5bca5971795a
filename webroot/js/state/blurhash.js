const SIGNS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

/**
 * The picture that a BlurHash stands for, as bytes of red, green, blue and opacity; null of what is none.
 */
export function unblurred(hash, width, height) {
  const digits = [...String(hash)].map((sign) => SIGNS.indexOf(sign));
  const [across, down] = [(digits[0] % 9) + 1, Math.floor(digits[0] / 9) + 1];
  if (digits.includes(-1) || digits.length !== 4 + 2 * across * down) return null;
  const colours = coloursIn(digits, across * down);
  const bytes = new Uint8ClampedArray(4 * width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = [0, 0, 0];
      colours.forEach((colour, i) => {
        const wave = Math.cos((Math.PI * x * (i % across)) / width) * Math.cos((Math.PI * y * Math.floor(i / across)) / height);
        colour.forEach((part, channel) => (pixel[channel] += part * wave));
      });
      bytes.set([...pixel.map(shown), 255], 4 * (y * width + x));
    }
  }
  return bytes;
}

function coloursIn(digits, count) {
  const most = (digits[1] + 1) / 166;
  const mean = numberOf(digits.slice(2, 6));
  const waves = Array.from({ length: count - 1 }, (_, i) => {
    const number = numberOf(digits.slice(6 + 2 * i, 8 + 2 * i));
    return [Math.floor(number / 361), Math.floor(number / 19) % 19, number % 19].map((step) => squared((step - 9) / 9) * most);
  });
  return [[mean >> 16, (mean >> 8) & 255, mean & 255].map(linear), ...waves];
}

function numberOf(digits) {
  return digits.reduce((number, digit) => number * 83 + digit, 0);
}

function squared(number) {
  return Math.sign(number) * number * number;
}

/** From how a screen counts light to how light adds up, and back. */
function linear(byte) {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function shown(light) {
  const part = Math.min(1, Math.max(0, light));
  return Math.round(255 * (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055));
}
