export { Client } from './client.js';
export type { ClientOptions, FeedOptions, Outgoing, Token } from './client.js';
export { WebimError } from './errors.js';
export type {
  Conversation,
  ConversationAdded,
  ConversationRemoved,
  FeedEvent,
  FeedPage,
  Message,
  MessageChanged,
  MessageDeleted,
  MessageSent,
  User,
} from './types.js';
export { Webhook, WebhookError } from './webhook.js';
export type { WebhookHeaders, WebhookProblem } from './webhook.js';
