import { barsOf } from '../../state/peaks.js';

const KINDS = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
const BITS = 24_000;
const EVERY = 50;
const PEAKS = 64;
const SHORTEST = 300;

/** What a microphone hears, from now on: a file of a voice message in the making. */
export class Recording {
  onHeard = () => {};
  onBroken = () => {};
  #chunks = [];
  #peaks = [];
  #before = 0;
  #since;

  static async begin() {
    const audio = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    return new Recording(await navigator.mediaDevices.getUserMedia({ audio }));
  }

  constructor(stream) {
    this.stream = stream;
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
    this.recorder.ondataavailable = ({ data }) => this.#chunks.push(data);
    this.recorder.onerror = () => this.onBroken();
    for (const track of stream.getTracks()) track.onended = () => this.onBroken();
    this.context = new AudioContext();
    this.analyser = new AnalyserNode(this.context, { fftSize: 2_048 });
    this.context.createMediaStreamSource(stream).connect(this.analyser);
    this.context.resume();
    this.#since = performance.now();
    this.recorder.start(1_000);
    this.timer = setInterval(() => this.#listen(), EVERY);
  }

  /** In milliseconds. */
  length() {
    return this.#before + (this.recorder.state === 'recording' ? performance.now() - this.#since : 0);
  }

  /** Whether it went on until now. */
  pause() {
    if (this.recorder.state !== 'recording') return false;
    this.#before = this.length();
    this.recorder.pause();
    return true;
  }

  /** The voice message, undefined where there is hardly anything. */
  async finish() {
    const durationMs = Math.round(this.length());
    const stopped = new Promise((resolve) => (this.recorder.onstop = resolve));
    this.recorder.stop();
    await stopped;
    this.#end();
    const [mediaType] = this.recorder.mimeType.split(';');
    const blob = new Blob(this.#chunks, { type: mediaType });
    if (durationMs < SHORTEST || blob.size === 0) return undefined;
    const name = `voice.${mediaType === 'audio/mp4' ? 'm4a' : mediaType.split('/')[1]}`;
    return { blob, name, mediaType, durationMs, waveform: waveformOf(this.#peaks) };
  }

  drop() {
    this.recorder.ondataavailable = null;
    if (this.recorder.state !== 'inactive') this.recorder.stop();
    this.#end();
  }

  #listen() {
    if (this.recorder.state !== 'recording') return;
    const samples = new Float32Array(this.analyser.fftSize);
    this.analyser.getFloatTimeDomainData(samples);
    // Ears hear a tenth as loud as half as loud.
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    this.#peaks.push(Math.min(255, Math.round(255 * Math.min(1, loudest) ** 0.6)));
    this.onHeard(this.#peaks, this.length());
  }

  #end() {
    clearInterval(this.timer);
    this.context.close();
    for (const track of this.stream.getTracks()) {
      track.onended = null;
      track.stop();
    }
  }
}

/** So many peaks that say how it goes, the loudest as high as there is room, in Base64. */
export function waveformOf(peaks) {
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 32);
  return btoa(String.fromCharCode(...barsOf(peaks, PEAKS).map((peak) => Math.round((255 * peak) / loudest))));
}
