package webim

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

type vector struct {
	Name    string
	Secrets []string
	Headers map[string]string
	Body    string
	Now     int64
	Expect  struct{ ID, Type string }
	Error   string
}

func vectors(t *testing.T) []vector {
	t.Helper()
	text, err := os.ReadFile("../conformance/webhooks.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	if err := json.Unmarshal(text, &all); err != nil || len(all) < 20 {
		t.Fatal(len(all), err)
	}
	return all
}

func (v vector) verify(t *testing.T) (Event, error) {
	t.Helper()
	webhook, err := NewWebhook(v.Secrets...)
	if err != nil {
		t.Fatal(err)
	}
	webhook.Now = func() time.Time { return time.Unix(v.Now, 0) }
	header := http.Header{}
	for name, value := range v.Headers {
		header.Set(name, value)
	}
	return webhook.Verify(header, []byte(v.Body))
}

func TestVectors(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			event, err := v.verify(t)
			switch {
			case v.Error != "" && (err == nil || strings.TrimPrefix(err.Error(), "webim: ") != v.Error):
				t.Errorf("expected %s, got %v", v.Error, err)
			case v.Error == "" && (err != nil || event.ID != v.Expect.ID || event.Type != v.Expect.Type):
				t.Errorf("expected %v, got %v, %v", v.Expect, event, err)
			}
		})
	}
}

func TestWhatItBrings(t *testing.T) {
	event, err := vectors(t)[1].verify(t)
	if err != nil || event.Data.Message.Text != "hello 你好 🙂" || event.Data.Sender.Username != "ann" {
		t.Errorf("got %v, %v", event, err)
	}
}

func TestSecrets(t *testing.T) {
	for _, secrets := range [][]string{{}, {"whsec_"}, {"whsec_not base64"}} {
		if _, err := NewWebhook(secrets...); err == nil {
			t.Errorf("%q were taken", secrets)
		}
	}
}
