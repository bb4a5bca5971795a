package webim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// What came was not sent by webim, or not lately. Answer 401, and look at nothing in it.
var (
	ErrMissingHeader = errors.New("webim: missing_header")
	ErrBadTimestamp  = errors.New("webim: bad_timestamp")
	ErrTooOld        = errors.New("webim: too_old")
	ErrTooNew        = errors.New("webim: too_new")
	ErrBadSignature  = errors.New("webim: bad_signature")
	ErrBadBody       = errors.New("webim: bad_body")
)

// Webhook takes what webim posts, once it is proved to be from there: Standard Webhooks 1.0.
type Webhook struct {
	// Tolerance is how long ago it may have been sent.
	Tolerance time.Duration
	// Now is the clock.
	Now func() time.Time

	keys [][]byte
}

// NewWebhook takes secrets as the subscription gave them, whsec_…; several while one takes over from another.
func NewWebhook(secrets ...string) (*Webhook, error) {
	if len(secrets) == 0 {
		return nil, errors.New("webim: a webhook needs a secret")
	}
	webhook := &Webhook{Tolerance: 5 * time.Minute, Now: time.Now}
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil || len(key) == 0 {
			return nil, errors.New("webim: a secret is whsec_ and base64")
		}
		webhook.keys = append(webhook.keys, key)
	}
	return webhook, nil
}

// Verify gives the event. Its ID is that of the feed, and the same when it is posted again: pass over what you have had.
// The body is what came, not parsed and written again.
func (w *Webhook) Verify(header http.Header, body []byte) (Event, error) {
	var event Event
	id, timestamp, signatures := header.Get("webhook-id"), header.Get("webhook-timestamp"), header.Get("webhook-signature")
	if id == "" || timestamp == "" || signatures == "" {
		return event, ErrMissingHeader
	}
	if err := w.checkTime(timestamp); err != nil {
		return event, err
	}
	if !w.isSigned(append([]byte(id+"."+timestamp+"."), body...), signatures) {
		return event, ErrBadSignature
	}
	if text := strings.TrimSpace(string(body)); !strings.HasPrefix(text, "{") || json.Unmarshal(body, &event) != nil {
		return Event{}, ErrBadBody
	}
	event.ID = id
	return event, nil
}

func (w *Webhook) checkTime(timestamp string) error {
	seconds, err := strconv.ParseUint(timestamp, 10, 40)
	if err != nil {
		return ErrBadTimestamp
	}
	switch sent, now := time.Unix(int64(seconds), 0), w.Now(); {
	case sent.Before(now.Add(-w.Tolerance)):
		return ErrTooOld
	case sent.After(now.Add(w.Tolerance)):
		return ErrTooNew
	}
	return nil
}

// isSigned: one good signature of any secret is enough; those of other kinds are passed over.
func (w *Webhook) isSigned(signed []byte, signatures string) bool {
	for _, key := range w.keys {
		mac := hmac.New(sha256.New, key)
		mac.Write(signed)
		expected := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
		for _, given := range strings.Split(signatures, " ") {
			if hmac.Equal([]byte(given), []byte(expected)) {
				return true
			}
		}
	}
	return false
}
