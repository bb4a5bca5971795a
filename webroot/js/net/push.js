/** Messages to this browser while no page is open, through the push service of its maker. */
export class Push {
  /** @param worker gives the registration of the service worker, if there is one */
  constructor({ rest, worker, caches }) {
    Object.assign(this, { rest, worker, caches });
  }

  async available() {
    return Boolean((await this.worker())?.pushManager);
  }

  /**
   * @param show `sender` or `text`: what a push may tell
   * @param words what the service worker says in the user's language
   */
  async subscribe(show, words) {
    await (await this.caches.open('webim-words')).put('/words', Response.json(words));
    const { pushManager } = await this.worker();
    const { key } = await this.rest.authorized('GET', '/push/key');
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = subscription.toJSON();
    await this.rest.authorized('POST', '/push/subscriptions', { endpoint, keys, show });
  }

  async unsubscribe() {
    await this.rest.authorized('DELETE', '/push/subscriptions/current');
    await this.forget();
  }

  /** On this side alone: the session is over, and the server forgets with it. */
  async forget() {
    const subscription = await (await this.worker())?.pushManager?.getSubscription();
    await subscription?.unsubscribe();
  }
}
