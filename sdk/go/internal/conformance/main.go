// Does what it is told to over standard input: see sdk/conformance/README.md.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"log"
	"os"
	"time"

	webim "webim.io/sdk/go"
)

type command struct {
	Do, URL, Token, Key, To, Text, Method, Path, Consumer, After, Via, Until string
	ToUserID, ConversationID, Seq                                            int64
	RetryFor, Timeout                                                        float64
	Body                                                                     json.RawMessage
	Event                                                                    webim.Event
}

var client *webim.Client

func run(ctx context.Context, given command) (any, error) {
	switch given.Do {
	case "open":
		client = webim.New(given.URL, given.Token)
		client.RetryFor, client.Timeout = seconds(given.RetryFor), seconds(given.Timeout)
		return nil, nil
	case "me":
		return client.Me(ctx)
	case "send":
		return client.Send(ctx, webim.Outgoing{
			To: given.To, ToUserID: given.ToUserID, ConversationID: given.ConversationID, Text: given.Text, Key: given.Key,
		})
	case "answer":
		sent, err := client.Answer(ctx, given.Event, given.Text)
		if sent == nil {
			return nil, err
		}
		return sent, err
	case "read":
		return nil, client.Read(ctx, given.ConversationID, given.Seq)
	case "request":
		var request webim.Request
		if given.Body != nil {
			request.Body = given.Body
		}
		var answer json.RawMessage
		return answer, client.Do(ctx, given.Method, given.Path, request, &answer)
	case "follow":
		return nil, follow(ctx, given)
	}
	return nil, errors.New("unknown: " + given.Do)
}

func follow(ctx context.Context, given command) error {
	feed := client.Feed(webim.FeedOptions{
		Consumer: given.Consumer, After: given.After, Stream: given.Via == "stream",
	})
	defer feed.Close()
	for feed.Next(ctx) {
		event := feed.Event()
		tell(map[string]any{"event": map[string]any{"id": event.ID, "type": event.Type, "data": event.Data.Raw}})
		if message := event.Data.Message; message != nil && message.Text == given.Until {
			return client.Acknowledge(ctx, event.ID, given.Consumer, false)
		}
	}
	return feed.Err()
}

func seconds(length float64) time.Duration { return time.Duration(length * float64(time.Second)) }

func tell(told any) {
	text, err := json.Marshal(told)
	if err != nil {
		log.Fatal(err)
	}
	os.Stdout.Write(append(text, '\n'))
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var given command
		if err := json.Unmarshal(lines.Bytes(), &given); err != nil {
			log.Fatal(err)
		}
		answer, err := run(context.Background(), given)
		var refused *webim.Error
		switch {
		case errors.As(err, &refused):
			tell(map[string]any{"error": map[string]any{
				"status": refused.Status, "code": refused.Code, "retryAfter": refused.RetryAfter.Seconds(),
			}})
		case err != nil:
			log.Fatal(err)
		case answer == nil:
			tell(map[string]any{"ok": struct{}{}})
		default:
			tell(map[string]any{"ok": answer})
		}
	}
}
