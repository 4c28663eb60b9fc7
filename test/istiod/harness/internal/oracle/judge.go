package oracle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// Judge reads a JSON string a line from standard input, each the text of one YAML document, and prints a verdict for each
// as soon as it is there: a fuzzer asks thousands of times, and the CRDs' rules take half a second to compile.
func Judge(_ context.Context, args []string) error {
	kinds, _, err := parseFlags("judge", args)
	if err != nil {
		return err
	}
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for index := 0; ; index++ {
		var document string
		if err := in.Decode(&document); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
		v := verdict{File: "-", Index: index}
		v.judge([]byte(document), kinds)
		if err := out.Encode(v); err != nil {
			return err
		}
	}
}
