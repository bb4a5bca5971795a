/** Somebody: a person, or a program where `bot` is there. */
export interface User {
  id: number;
  username: string;
  displayName: string;
  picture?: string;
  bot?: true;
}

/** A message as it is now; `GET /api/openapi.json` describes all of it. */
export interface Message {
  conversationId: number;
  /** Its number within the conversation. */
  seq: number;
  /** 0 where `kind` is `event`. */
  senderId: number;
  clientId: string;
  /** `text`, `file`, `voice`, `event`; there will be more. */
  kind: string;
  /** Missing once the message is deleted for everyone. */
  text?: string;
  state: string;
  sentAt: string;
  editedAt?: string;
  deleted?: true;
  /** The higher one is newer; missing where the message never changed. */
  version?: number;
  replyTo?: { seq: number };
  /** Ids of users, 0 for everybody. */
  mentions?: number[];
  files?: { id: string; name: string; mediaType: string; size: number }[];
  [more: string]: unknown;
}

export interface Conversation {
  conversationId: number;
  kind: 'direct' | 'group' | 'channel';
  /** Of a group or channel. */
  title?: string;
  /** The other one, where it is direct. */
  user?: User;
  lastSeq: number;
  readSeq: number;
  unread: number;
  [more: string]: unknown;
}

interface Happened<Type extends string, Data> {
  /** Never changes: what was done with it is found again by it. Good as a cursor, and as the `key` of an answer. */
  id: string;
  type: Type;
  timestamp: string;
  data: Data;
}

/** A message as it is when the event is read; its place alone where the account does not see it any more. */
interface OfMessage {
  message?: Message;
  sender?: User;
  conversationId?: number;
  seq?: number;
}

export type MessageSent = Happened<'message.sent', OfMessage>;
export type MessageChanged = Happened<'message.changed', OfMessage>;
export type MessageDeleted = Happened<
  'message.deleted',
  { conversationId: number; ranges: [number, number][]; scope: 'me' | 'everyone' }
>;
export type ConversationAdded = Happened<'conversation.added', { conversation?: Conversation; conversationId?: number }>;
export type ConversationRemoved = Happened<'conversation.removed', { conversationId: number }>;

/** Those that this version knows. There will be more types: pass over what you do not know. */
export type FeedEvent = MessageSent | MessageChanged | MessageDeleted | ConversationAdded | ConversationRemoved;

export interface FeedPage {
  events: FeedEvent[];
  /** What to ask for next, as `after`. */
  next: string;
  /** Whether there is more already. */
  more: boolean;
}
