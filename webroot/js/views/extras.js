// What is fetched when it is first wanted, all at once: few people need it in a visit.
import './strings/en-extras.js';

export { default as AddContact } from './add-contact.js';
export { default as CodeForm } from './code-form.js';
export { default as CompletionList } from './completion-list.js';
export { default as DeleteQuestion } from './delete-question.js';
export { default as EmojiPanel } from './emoji-panel.js';
export { emojiLike, emojiNamed } from './emoji.js';
export { default as ForwardDialog } from './forward-dialog.js';
export { default as GroupInfo } from './groups/group-info.js';
export { default as InviteDialog } from './invite-dialog.js';
export { default as Invited } from './invited.js';
export { default as Joining } from './groups/joining.js';
export { default as LeftDraft } from './left-draft.js';
export { membersLike } from './groups/members-like.js';
export { default as MessageDetails } from './message-details.js';
export { default as MuteQuestion } from './mute-question.js';
export { default as NewGroup } from './groups/new-group.js';
export { default as PinnedBar } from './pinned-bar.js';
export { default as PinnedList } from './pinned-list.js';
export { default as ReactionBar } from './reaction-bar.js';
export { default as ReactionPicker } from './reaction-picker.js';
export { default as ReportQuestion } from './report-question.js';
export { default as SelectionBar } from './selection-bar.js';
export { default as Settings } from './settings/settings.js';
export { default as Welcome } from './welcome.js';
