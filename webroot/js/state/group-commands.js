const PEOPLE = 50;

/** What one does with a group, which few do in a visit. */
export class GroupCommands {
  /** As many of a list come at once. */
  static PAGE = PEOPLE;

  constructor({ rest, call, groups }) {
    Object.assign(this, { rest, call, groups });
  }

  /** `{conversation, skipped}`: whom it could not be made with. */
  async create({ kind, title, about, userIds }) {
    const { conversation, skipped = [] } = await this.call('groups.create', { kind, title, about: about || undefined, userIds });
    this.groups.added(conversation);
    return { id: conversation.conversationId, skipped };
  }

  /** Changes what it is called, or what may be done in it. */
  async update(conversationId, changes) {
    this.groups.changed(await this.call('groups.update', { conversationId, ...changes }));
  }

  /** @param image a JPEG or PNG */
  async setPicture(id, image) {
    this.groups.changed(await this.rest.authorized('PUT', `/groups/${id}/picture`, image));
  }

  async removePicture(id) {
    this.groups.changed({ picture: null, ...(await this.rest.authorized('DELETE', `/groups/${id}/picture`)) });
  }

  /** It ends for all. */
  async remove(conversationId) {
    await this.call('groups.delete', { conversationId });
    this.groups.removed(conversationId);
  }

  /** A page of `{members, next?}`, of those whom a text finds. */
  members(conversationId, q, after) {
    return this.call('groups.members', { conversationId, q: q || undefined, after, limit: PEOPLE });
  }

  /** One of them; undefined where that one is no member. */
  async member(conversationId, { id, username }) {
    const { members } = await this.members(conversationId, username);
    return members.find(({ user }) => user.id === id);
  }

  /** `{added, skipped}` */
  add(conversationId, userIds) {
    return this.call('groups.add', { conversationId, userIds });
  }

  expel(conversationId, userId, { ban, deleteMessages } = {}) {
    return this.call('groups.remove', { conversationId, userId, ban, deleteMessages });
  }

  /** @param role owner, admin or member */
  appoint(conversationId, userId, role) {
    return this.call('groups.role', { conversationId, userId, role });
  }

  /** Somebody else owns it from now on, and I am an admin. */
  async handOver(conversationId, userId, me) {
    await this.appoint(conversationId, userId, 'owner');
    await this.appoint(conversationId, me, 'admin');
  }

  banned(conversationId, after) {
    return this.call('groups.banned', { conversationId, after, limit: PEOPLE });
  }

  unban(conversationId, userId) {
    return this.call('groups.unban', { conversationId, userId });
  }

  requests(conversationId, after) {
    return this.call('groups.requests', { conversationId, after, limit: PEOPLE });
  }

  approve(conversationId, userId) {
    return this.call('groups.approve', { conversationId, userId });
  }

  decline(conversationId, userId) {
    return this.call('groups.decline', { conversationId, userId });
  }

  async invites(conversationId) {
    return (await this.call('groups.invites', { conversationId })).invites;
  }

  /** `{id, token, …}`: the token is told this once. */
  async invite(conversationId, { expiresIn, uses, approval }) {
    return (await this.call('groups.invite', { conversationId, expiresIn, uses, approval })).invite;
  }

  revoke(conversationId, inviteId) {
    return this.call('groups.revoke', { conversationId, inviteId });
  }

  /** A page of those who have read a message of mine: `{count, readers, next?}`. */
  readers({ conversationId, seq }, after) {
    return this.call('chat.conversation.readers', { conversationId, seq, after });
  }

  /** @param about `{conversationId, seq?, userId?, reason, note?}` */
  report(about) {
    return this.call('reports.create', about);
  }

  reports(conversationId, after) {
    return this.call('reports.list', { conversationId, after });
  }

  /** Somebody has seen to it: it is erased. */
  handle(conversationId, reportId) {
    return this.call('reports.handle', { conversationId, reportId });
  }

  /** What one would join: asked as soon as the page is there, and there may be no socket yet. */
  preview(token) {
    return this.rest.authorized('GET', `/invites/${token}`);
  }

  /** The id of the conversation, or undefined where an admin is asked first. */
  async join(token) {
    const { conversation } = await this.rest.authorized('POST', `/invites/${token}`);
    if (conversation) this.groups.added(conversation);
    return conversation?.conversationId;
  }
}
