package webim

import (
	"context"
	"errors"
	"math/rand"
	"time"
)

const (
	firstPause   = 250 * time.Millisecond
	longestPause = 10 * time.Second
)

// backoff is how long to wait before each next attempt: longer each time, never all at once, at least what the server asks.
type backoff struct{ attempts uint }

func (b *backoff) reset() { b.attempts = 0 }

func (b *backoff) next(refused *Error) time.Duration {
	longest := longestPause
	if b.attempts < 6 && firstPause<<b.attempts < longestPause {
		longest = firstPause << b.attempts
	}
	b.attempts++
	pause := longest/2 + time.Duration(rand.Int63n(int64(longest/2)))
	if refused.RetryAfter > pause {
		return refused.RetryAfter
	}
	return pause
}

// temporary gives the refusal that may go away, else nil.
func temporary(err error) *Error {
	var refused *Error
	if errors.As(err, &refused) && refused.Temporary() {
		return refused
	}
	return nil
}

func pause(ctx context.Context, length time.Duration) error {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
