/** Whether and how this browser tells of news while nobody looks at the page. */
export class Notifications {
  /** @param words gives what the service worker is to say in the user's language */
  constructor({ preferences, notifier, push, words }) {
    Object.assign(this, { preferences, notifier, push, words });
  }

  get permission() {
    return this.notifier.permission;
  }

  /** Asks the user if need be; to be called after a click only. */
  async turnOn() {
    const granted = (await this.notifier.ask()) === 'granted';
    this.preferences.choose({ notifications: granted ? 'on' : 'off' });
    if (granted && (await this.push.available())) await this.setPush(true).catch(() => {});
  }

  async turnOff() {
    this.preferences.choose({ notifications: 'off' });
    if (this.preferences.value.push) await this.setPush(false);
  }

  async setPush(on) {
    if (on) await this.#subscribe();
    else await this.push.unsubscribe();
    this.preferences.choose({ push: on });
  }

  async setPreview(preview) {
    this.preferences.choose({ preview });
    if (this.preferences.value.push) await this.#subscribe();
  }

  /** A new session has no subscription yet. */
  async resume() {
    if (this.preferences.value.push && this.permission === 'granted') await this.#subscribe();
  }

  /** The session is over: whoever uses this browser next is told nothing of it. */
  async forget() {
    await Promise.allSettled([this.push.forget(), this.notifier.closeAll()]);
  }

  #subscribe() {
    return this.push.subscribe(this.preferences.value.preview ? 'text' : 'sender', this.words());
  }
}
