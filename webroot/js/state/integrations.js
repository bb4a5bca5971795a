/** What acts for the user without a page: bots, by their tokens, and webhooks in both directions. */
export class Integrations {
  constructor({ rest }) {
    this.rest = rest;
  }

  async bots() {
    return (await this.rest.authorized('GET', '/bots')).bots;
  }

  async makeBot(username, displayName) {
    return (await this.rest.authorized('POST', '/bots', { username, displayName: displayName || undefined })).bot;
  }

  async removeBot(botId) {
    await this.rest.authorized('DELETE', `/bots/${botId}`);
  }

  async tokens(botId) {
    return (await this.rest.authorized('GET', `/bots/${botId}/tokens`)).tokens;
  }

  /** The token itself, which the server tells this once. */
  async makeToken(botId, name) {
    return (await this.rest.authorized('POST', `/bots/${botId}/tokens`, { name })).token;
  }

  async revokeToken(botId, tokenId) {
    await this.rest.authorized('DELETE', `/bots/${botId}/tokens/${tokenId}`);
  }

  async webhooks() {
    return (await this.rest.authorized('GET', '/webhooks')).webhooks;
  }

  /**
   * The address, which the server tells this once.
   *
   * @param conversationId a group or channel; undefined for oneself
   */
  async makeWebhook(name, conversationId) {
    return (await this.rest.authorized('POST', '/webhooks', { name, conversationId })).url;
  }

  async removeWebhook(id) {
    await this.rest.authorized('DELETE', `/webhooks/${id}`);
  }

  async subscriptions() {
    return (await this.rest.authorized('GET', '/subscriptions')).subscriptions;
  }

  /**
   * The secret, which the server tells this once.
   *
   * @param events the types that are wanted; undefined for all
   * @param botId whose events they are; undefined for one's own
   */
  async subscribe(url, events, botId) {
    return (await this.rest.authorized('POST', '/subscriptions', { url, events, botId })).secret;
  }

  async resume(id) {
    await this.rest.authorized('POST', `/subscriptions/${id}/resume`);
  }

  async unsubscribe(id) {
    await this.rest.authorized('DELETE', `/subscriptions/${id}`);
  }

  /** A page of what lately was delivered, and waits: `{deliveries, next?}`. */
  async deliveries(id, after) {
    return this.rest.authorized('GET', `/subscriptions/${id}/deliveries?limit=10${after === undefined ? '' : `&after=${after}`}`);
  }

  async replay(id, eventId) {
    await this.rest.authorized('POST', `/subscriptions/${id}/deliveries/${eventId}/replay`);
  }
}
