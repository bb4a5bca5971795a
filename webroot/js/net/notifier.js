const tagOf = (id) => `conversation-${id}`;

/** Notifications of the system, one a conversation. */
export class Notifier {
  /**
   * @param system the class `Notification`, missing where there are none
   * @param worker gives the registration of the service worker, if there is one: phones show notifications through it only
   */
  constructor({ system, worker, onClick = () => {} }) {
    Object.assign(this, { system, worker, onClick });
  }

  /** `default` until somebody was asked, `granted`, `denied`, or `missing`. */
  get permission() {
    return this.system?.permission ?? 'missing';
  }

  /** Only after a click: browsers punish pages that ask by themselves. */
  async ask() {
    return (await this.system?.requestPermission()) ?? 'missing';
  }

  /** @param again whether it only says in other words what the user was told already */
  async show({ id, title, body, sentAt, again = false }) {
    if (this.permission !== 'granted') return;
    const options = {
      body,
      tag: tagOf(id),
      renotify: !again,
      silent: true, // the page has a sound of its own
      timestamp: Date.parse(sentAt),
      icon: '/icons/icon-192.png',
      badge: '/icons/badge-96.png',
      data: { id },
    };
    const registration = await this.worker();
    if (registration) {
      await registration.showNotification(title, options);
      return;
    }
    const shown = new this.system(title, options);
    shown.onclick = () => this.onClick(id);
  }

  close(id) {
    return this.#close({ tag: tagOf(id) });
  }

  /** Those of pushes too. */
  closeAll() {
    return this.#close();
  }

  async #close(which) {
    const registration = await this.worker();
    for (const shown of (await registration?.getNotifications(which)) ?? []) shown.close();
  }
}
