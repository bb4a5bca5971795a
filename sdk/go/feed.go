package webim

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const longestWait = 25

// FeedOptions says what of the feed is wanted, and how.
type FeedOptions struct {
	// Consumer is the name under which the place in the feed is kept; programs that share one account have one each.
	Consumer string
	// After is where to go on, for programs that keep the ID of the last event themselves; else where it was acknowledged.
	After string
	// Unacknowledged leaves it to the program to acknowledge.
	Unacknowledged bool
	// Stream keeps one answer open, instead of asking again and again.
	Stream bool
	// Limit is how many events come in one answer at most.
	Limit int
}

func (o FeedOptions) query() url.Values {
	query := url.Values{}
	if o.Consumer != "" {
		query.Set("consumer", o.Consumer)
	}
	if o.After != "" {
		query.Set("after", o.After)
	}
	if o.Limit > 0 {
		query.Set("limit", strconv.Itoa(o.Limit))
	}
	return query
}

// Feed is what happens to the account, from where it was left, without an end. It is used by one goroutine at a time.
type Feed struct {
	client  *Client
	options FeedOptions
	backoff backoff
	arrived []Event
	event   Event
	// next is where to go on after all that has arrived; empty where that is the last event.
	next   string
	stream *stream
	err    error
}

// Feed gives the feed of the account. An event is acknowledged once the next one is asked for and all that came with it is
// handled; what was not acknowledged comes again under the same ID. Whatever breaks off is taken up again.
func (c *Client) Feed(options FeedOptions) *Feed {
	return &Feed{client: c, options: options}
}

// Next waits for the next event. It is false once ctx has ended, or the server has refused for good: see Err.
func (f *Feed) Next(ctx context.Context) bool {
	for f.err == nil {
		if len(f.arrived) > 0 {
			f.event, f.arrived = f.arrived[0], f.arrived[1:]
			return true
		}
		if f.err = f.handled(ctx); f.err != nil {
			break
		}
		err := f.more(ctx)
		if refused := temporary(err); refused != nil && ctx.Err() == nil {
			err = pause(ctx, f.backoff.next(refused))
		}
		f.err = err
	}
	f.stream.close()
	return false
}

// Event is the one that Next has found.
func (f *Feed) Event() Event { return f.event }

// Err is why there is no next event.
func (f *Feed) Err() error { return f.err }

// Close gives back what a stream holds, where Next is not called until it is false.
func (f *Feed) Close() {
	f.stream.close()
	f.stream = nil
}

// handled acknowledges what was given out; what comes next has time.
func (f *Feed) handled(ctx context.Context) error {
	if f.event.ID == "" || f.event.ID == f.options.After {
		return nil
	}
	f.options.After = f.event.ID
	for !f.options.Unacknowledged {
		body := cursor{After: f.event.ID, Consumer: f.options.Consumer}
		err := f.client.once(ctx, http.MethodPut, "/api/feed/cursor", Request{Body: body}, f.client.Timeout, nil)
		refused := temporary(err)
		if refused == nil {
			return err
		}
		if err := pause(ctx, f.backoff.next(refused)); err != nil {
			return err
		}
	}
	return nil
}

// more takes what comes next.
func (f *Feed) more(ctx context.Context) error {
	if !f.options.Stream {
		page, err := f.client.Page(ctx, f.options, longestWait)
		if err != nil {
			return err
		}
		f.arrive(page.Events)
		if len(page.Events) == 0 {
			f.options.After = page.Next
		}
		f.backoff.reset()
		return nil
	}
	if f.stream == nil {
		opened, err := f.client.stream(ctx, f.options)
		if err != nil {
			return err
		}
		f.stream = opened
	}
	events, err := f.stream.read(ctx)
	if err != nil {
		f.Close()
		return err
	}
	f.arrive(events)
	f.backoff.reset()
	return nil
}

func (f *Feed) arrive(events []Event) { f.arrived = events }

// stream is an answer that stays open.
type stream struct {
	body    io.ReadCloser
	cancel  context.CancelFunc
	silence *time.Timer
	timeout time.Duration
	rest    []byte
}

func (c *Client) stream(ctx context.Context, options FeedOptions) (*stream, error) {
	lasting, cancel := context.WithCancel(ctx)
	opened := &stream{cancel: cancel, timeout: c.Timeout, silence: time.AfterFunc(c.Timeout, cancel)}
	// What is packed comes late.
	header := http.Header{"Accept": {"text/event-stream"}, "Accept-Encoding": {"identity"}}
	response, err := c.open(lasting, http.MethodGet, "/api/feed", Request{Query: options.query(), Header: header})
	if err != nil {
		opened.silence.Stop()
		cancel()
		return nil, endedBy(ctx, err)
	}
	opened.body = response.Body
	return opened, nil
}

// read gives what comes at once at once, however the frames were cut on their way.
func (s *stream) read(ctx context.Context) ([]Event, error) {
	piece := make([]byte, 64<<10)
	for {
		count, err := s.body.Read(piece)
		s.silence.Reset(s.timeout)
		s.rest = append(s.rest, bytes.ReplaceAll(piece[:count], []byte("\r"), nil)...)
		frames := bytes.Split(s.rest, []byte("\n\n"))
		s.rest = frames[len(frames)-1]
		events, broken := eventsOf(frames[:len(frames)-1])
		if broken != nil || len(events) > 0 {
			return events, broken
		}
		if err == io.EOF {
			err = errors.New("the stream has ended")
		}
		if err != nil {
			return nil, unreachable(ctx, err)
		}
	}
}

func (s *stream) close() {
	if s != nil {
		s.silence.Stop()
		s.cancel()
		s.body.Close()
	}
}

func eventsOf(frames [][]byte) ([]Event, error) {
	var events []Event
	for _, frame := range frames {
		var data [][]byte
		for _, line := range bytes.Split(frame, []byte("\n")) {
			if text := bytes.TrimPrefix(line, []byte("data:")); len(text) < len(line) {
				data = append(data, bytes.TrimPrefix(text, []byte(" ")))
			}
		}
		if len(data) == 0 {
			continue
		}
		var event Event
		if err := json.Unmarshal(bytes.Join(data, []byte("\n")), &event); err != nil {
			return nil, err
		}
		events = append(events, event)
	}
	return events, nil
}
