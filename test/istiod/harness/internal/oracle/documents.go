package oracle

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/util/yaml"
)

// Documents prints the documents of a YAML file as a JSON list.
func Documents(_ context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("documents needs one FILE")
	}
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	list := []json.RawMessage{}
	documents := yaml.NewYAMLReader(bufio.NewReader(file))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return json.NewEncoder(os.Stdout).Encode(list)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		content, err := yaml.ToJSON(document)
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		if string(content) != "null" {
			list = append(list, content)
		}
	}
}
