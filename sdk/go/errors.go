package webim

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"
)

// Error is what the server refused, or that it was not reached for as long as it was tried.
type Error struct {
	// Status is that of HTTP; 0 where there was no answer.
	Status int `json:"status"`
	// Code is stable, what a program should look at; "unreachable" where there was no answer.
	Code string `json:"code"`
	// Detail is for a reader.
	Detail string `json:"detail"`
	// RetryAfter is how long to wait before it is worth trying again; 0 where the server did not say.
	RetryAfter time.Duration `json:"-"`
	// Problem is all that the server said.
	Problem json.RawMessage `json:"-"`

	cause error
}

func (e *Error) Error() string {
	if e.Status == 0 {
		return fmt.Sprintf("webim: %s: %s", e.Code, e.Detail)
	}
	return fmt.Sprintf("webim: %d %s: %s", e.Status, e.Code, e.Detail)
}

// Unwrap gives what kept the server from being reached.
func (e *Error) Unwrap() error { return e.cause }

// Temporary says whether the same request may succeed later.
func (e *Error) Temporary() bool {
	return e.Status == 0 || e.Status == http.StatusTooManyRequests || e.Status >= 500
}

// unreachable is what the caller asked for where the caller has ended it.
func unreachable(ctx context.Context, cause error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return &Error{Code: "unreachable", Detail: cause.Error(), cause: cause}
}

func refusal(answer *http.Response) error {
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	refused := &Error{}
	if json.Unmarshal(text, refused) == nil {
		refused.Problem = text
	}
	refused.Status = answer.StatusCode
	if refused.Code == "" {
		refused.Code = "http_" + strconv.Itoa(answer.StatusCode)
		if len(text) > 200 {
			text = text[:200]
		}
		refused.Detail = string(text)
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && seconds > 0 {
		refused.RetryAfter = time.Duration(seconds) * time.Second
	}
	return refused
}
