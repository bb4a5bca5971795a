package webim

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client is webim over REST, for one account. It is good for any number of goroutines. Its fields may be changed before
// it is first used.
type Client struct {
	// Token is asked whenever a token is needed: a bot's, or a person's access token, which lives ten minutes.
	Token func(ctx context.Context) (string, error)
	// RetryFor is how long what may be done twice is tried again.
	RetryFor time.Duration
	// Timeout is how long a connection may give no sign of the server; a stream gives one every 12 seconds.
	Timeout time.Duration
	// HTTP carries the requests.
	HTTP *http.Client

	origin string
}

// New makes a client of the server at a URL such as https://chat.example.org, for a bot's token.
func New(url, token string) *Client {
	return &Client{
		Token:    func(context.Context) (string, error) { return token, nil },
		RetryFor: time.Minute,
		Timeout:  30 * time.Second,
		// The token goes where it was meant to, and nowhere else.
		HTTP:   &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		origin: strings.TrimRight(url, "/"),
	}
}

// Outgoing is what to send. Exactly one of To (a username), ToUserID and ConversationID says where to.
type Outgoing struct {
	To             string   `json:"to,omitempty"`
	ToUserID       int64    `json:"toUserId,omitempty"`
	ConversationID int64    `json:"conversationId,omitempty"`
	Text           string   `json:"text"`
	ReplyToSeq     int64    `json:"replyToSeq,omitempty"`
	FileIDs        []string `json:"fileIds,omitempty"`
	// Key: the same one is the same message for ever, however often it is sent; one by chance where it is empty.
	Key string `json:"-"`
}

// Me gives whose token it is.
func (c *Client) Me(ctx context.Context) (User, error) {
	var me User
	err := c.Do(ctx, http.MethodGet, "/api/users/me", Request{}, &me)
	return me, err
}

// Send sends a message, again until it is answered: it is there once, whatever broke off in between.
func (c *Client) Send(ctx context.Context, message Outgoing) (Message, error) {
	key := message.Key
	if key == "" {
		key = randomKey()
	}
	var answer struct{ Message Message }
	request := Request{Body: message, Header: http.Header{"Idempotency-Key": {key}}}
	err := c.Do(ctx, http.MethodPost, "/api/messages", request, &answer)
	return answer.Message, err
}

// moot are refusals of an answer that will be refused for ever.
var moot = map[string]bool{
	"conversation_not_found": true, "peer_blocked": true, "not_permitted": true, "client_id_reused": true,
}

// Answer says something where an event's message was said: once, however often that event comes. The message is nil where
// nobody takes it any more, as the conversation is gone or the bot is blocked, or where it was answered with another text
// before.
func (c *Client) Answer(ctx context.Context, event Event, text string) (*Message, error) {
	if event.Data.Message == nil {
		return nil, errors.New("webim: there is no message in this event")
	}
	sent, err := c.Send(ctx, Outgoing{ConversationID: event.Data.Message.ConversationID, Text: text, Key: event.ID})
	var refused *Error
	if errors.As(err, &refused) && moot[refused.Code] {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &sent, nil
}

// Read marks a conversation as read up to a message.
func (c *Client) Read(ctx context.Context, conversationID, seq int64) error {
	body := map[string]int64{"seq": seq}
	return c.Do(ctx, http.MethodPut, fmt.Sprintf("/api/conversations/%d/read", conversationID), Request{Body: body}, nil)
}

// Page gives one page of the feed, as the server gives it; where there is nothing it waits so many seconds, at most 25.
func (c *Client) Page(ctx context.Context, options FeedOptions, wait int) (Page, error) {
	query := options.query()
	query.Set("wait", strconv.Itoa(wait))
	var page Page
	err := c.once(ctx, http.MethodGet, "/api/feed", Request{Query: query}, c.Timeout+time.Duration(wait)*time.Second, &page)
	return page, err
}

// Acknowledge says that all up to and with this event is done. It goes back only with rewind.
func (c *Client) Acknowledge(ctx context.Context, after, consumer string, rewind bool) error {
	return c.Do(ctx, http.MethodPut, "/api/feed/cursor", Request{Body: cursor{after, consumer, rewind}}, nil)
}

// Request is what an operation takes.
type Request struct {
	Query  url.Values
	Header http.Header
	// Body is written as JSON.
	Body any
}

// Do calls any other operation of GET /api/openapi.json, and reads its answer unless that is nil. It tries again until it
// is answered, unless that must not be done twice: a POST or PATCH without the header Idempotency-Key.
func (c *Client) Do(ctx context.Context, method, path string, request Request, answer any) error {
	repeats := method != http.MethodPost && method != http.MethodPatch || request.Header.Get("Idempotency-Key") != ""
	end := time.Now().Add(c.RetryFor)
	var backoff backoff
	for {
		err := c.once(ctx, method, path, request, c.Timeout, answer)
		refused := temporary(err)
		if refused == nil || !repeats {
			return err
		}
		length := backoff.next(refused)
		if time.Now().Add(length).After(end) {
			return err
		}
		if err := pause(ctx, length); err != nil {
			return err
		}
	}
}

type cursor struct {
	After    string `json:"after"`
	Consumer string `json:"consumer,omitempty"`
	Rewind   bool   `json:"rewind,omitempty"`
}

func (c *Client) once(
	ctx context.Context, method, path string, request Request, timeout time.Duration, answer any,
) error {
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	response, err := c.open(limited, method, path, request)
	if err != nil {
		return endedBy(ctx, err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return unreachable(ctx, err)
	}
	if answer == nil || len(text) == 0 {
		return nil
	}
	return json.Unmarshal(text, answer)
}

// open gives an answer that is one of success; its body is the caller's to close.
func (c *Client) open(ctx context.Context, method, path string, request Request) (*http.Response, error) {
	var body io.Reader
	if request.Body != nil {
		text, err := json.Marshal(request.Body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(text)
	}
	address := c.origin + path
	if len(request.Query) > 0 {
		address += "?" + request.Query.Encode()
	}
	asked, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	token, err := c.Token(ctx)
	if err != nil {
		return nil, err
	}
	for name, values := range request.Header {
		asked.Header[name] = values
	}
	asked.Header.Set("Authorization", "Bearer "+token)
	if body != nil {
		asked.Header.Set("Content-Type", "application/json")
	}
	response, err := c.HTTP.Do(asked)
	if err != nil {
		return nil, &Error{Code: "unreachable", Detail: err.Error(), cause: err}
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		defer response.Body.Close()
		return nil, refusal(response)
	}
	return response, nil
}

// endedBy tells the end of the caller's context from all else.
func endedBy(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func randomKey() string {
	var key [16]byte
	if _, err := rand.Read(key[:]); err != nil {
		panic(err)
	}
	return fmt.Sprintf("%x", key)
}
