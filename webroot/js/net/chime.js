const NOTES = [
  { frequency: 880, at: 0 },
  { frequency: 1174.7, at: 0.09 },
];
const LENGTH = 0.28;
const LOUDNESS = 0.12;

/** A short sound, two notes made on the spot. Browsers allow it once the user has touched the page. */
export class Chime {
  #context = null;

  /**
   * @param AudioContext the class of that name, missing where there is no sound
   * @param activation whether the user `hasBeenActive`: before, there is no sound, only a warning; missing where nobody tells
   */
  constructor(AudioContext, activation) {
    Object.assign(this, { AudioContext, activation });
  }

  async play() {
    if (!this.AudioContext || this.activation?.hasBeenActive === false) return;
    this.#context ??= new this.AudioContext();
    if (this.#context.state === 'suspended') await this.#context.resume();
    for (const note of NOTES) this.#sound(note, this.#context.currentTime + note.at);
  }

  #sound({ frequency }, start) {
    const context = this.#context;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(LOUDNESS, start);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + LENGTH);
  }
}
