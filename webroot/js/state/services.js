/** What acts for the user without a page: bots, by their tokens, and webhooks. */
export class Services {
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
}
