// Package xdsclient is an ADS client made of Envoy's own stubs. It keeps no rule of the protocol by itself: what it sends, it is told.
package xdsclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"google.golang.org/grpc/status"
)

// command is what to do with a stream; the first one for a number opens it.
type command struct {
	Stream  int    `json:"stream"`
	Address string `json:"address"`
	// Method is sotw or delta.
	Method string `json:"method"`
	// Send is a request as ProtoJSON.
	Send   json.RawMessage `json:"send"`
	Cancel bool            `json:"cancel"`
}

// event is a response, or the end of a stream.
type event struct {
	Stream   int    `json:"stream"`
	Response any    `json:"response,omitempty"`
	Ended    *ended `json:"ended,omitempty"`
}

type ended struct {
	Code    uint32 `json:"code"`
	Message string `json:"message"`
}

// Run reads commands, one JSON value each, and prints events, until there are no more commands.
func Run(ctx context.Context, _ []string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	streams := map[int]*stream{}
	tell := printer()
	in := json.NewDecoder(os.Stdin)
	for {
		var c command
		if err := in.Decode(&c); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
		s := streams[c.Stream]
		if s == nil {
			var err error
			if s, err = open(ctx, c.Method, c.Address); err != nil {
				return err
			}
			streams[c.Stream] = s
			go follow(c.Stream, s, tell)
		}
		if err := s.do(c); err != nil {
			return err
		}
	}
}

// follow tells of all responses, and of the end.
func follow(number int, s *stream, tell func(event)) {
	for {
		response, err := s.receive()
		if err != nil {
			s.close()
			st := status.Convert(err)
			tell(event{Stream: number, Ended: &ended{Code: uint32(st.Code()), Message: st.Message()}})
			return
		}
		tell(event{Stream: number, Response: response})
	}
}

// printer prints events whole, whoever tells them.
func printer() func(event) {
	var lock sync.Mutex
	out := json.NewEncoder(os.Stdout)
	return func(e event) {
		lock.Lock()
		defer lock.Unlock()
		_ = out.Encode(e)
	}
}
