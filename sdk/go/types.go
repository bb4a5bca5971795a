package webim

import (
	"encoding/json"
	"time"
)

// User is somebody: a person, or a program where Bot is true.
type User struct {
	ID          int64  `json:"id"`
	Username    string `json:"username"`
	DisplayName string `json:"displayName"`
	Bot         bool   `json:"bot"`
}

// Message is a message as it is now.
type Message struct {
	ConversationID int64 `json:"conversationId"`
	// Seq is its number within the conversation.
	Seq int64 `json:"seq"`
	// SenderID is 0 where Kind is "event".
	SenderID int64  `json:"senderId"`
	ClientID string `json:"clientId"`
	// Kind is "text", "file", "voice" or "event"; there will be more.
	Kind string `json:"kind"`
	// Text is empty once the message is deleted for everyone.
	Text   string    `json:"text"`
	SentAt time.Time `json:"sentAt"`
	// EditedAt is zero where it was never edited.
	EditedAt time.Time `json:"editedAt"`
	Deleted  bool      `json:"deleted"`
	// Version: the higher one is newer; 0 where the message never changed.
	Version int64 `json:"version"`
}

// Event is what has happened. There will be more types: pass over what you do not know.
type Event struct {
	// ID never changes: what was done with the event is found again by it. It is good as a cursor, and as the Key of an
	// answer.
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      EventData `json:"data"`
}

// EventData is what happened to what. Raw is all of it.
type EventData struct {
	// Message is that of message.sent and message.changed; nil where the account does not see it any more.
	Message *Message `json:"message"`
	Sender  *User    `json:"sender"`
	// ConversationID is there where there is no Message.
	ConversationID int64           `json:"conversationId"`
	Raw            json.RawMessage `json:"-"`
}

// UnmarshalJSON keeps all that was told.
func (d *EventData) UnmarshalJSON(told []byte) error {
	type known EventData
	if err := json.Unmarshal(told, (*known)(d)); err != nil {
		return err
	}
	d.Raw = append(json.RawMessage(nil), told...)
	return nil
}

// Page is a page of the feed.
type Page struct {
	Events []Event `json:"events"`
	// Next is what to ask for next, as After.
	Next string `json:"next"`
	// More says whether there is more already.
	More bool `json:"more"`
}
