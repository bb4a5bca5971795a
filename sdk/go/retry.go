package webim

import (
	"context"
	"crypto/rand"
	"errors"
	"math/big"
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
	pause := longest/2 + atRandom(longest/2)
	if refused.RetryAfter > pause {
		return refused.RetryAfter
	}
	return pause
}

// atRandom is another one in each program, also before Go 1.20.
func atRandom(below time.Duration) time.Duration {
	length, err := rand.Int(rand.Reader, big.NewInt(int64(below)))
	if err != nil {
		panic(err)
	}
	return time.Duration(length.Int64())
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
