// Package analyze runs Istio's own analyzers, so that those of gitxds can be held against them.
package analyze

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/local"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/resource"
)

// question is some files that are analyzed together. Mesh is a MeshConfig as YAML; empty is Istio's default.
type question struct {
	Name  string `json:"name"`
	Files []struct {
		Name string `json:"name"`
		Text string `json:"text"`
	} `json:"files"`
	Mesh string `json:"mesh"`
}

// answer has the messages of every analyzer that ran, and the names of those that did not.
type answer struct {
	Name     string    `json:"name"`
	Messages []message `json:"messages"`
	Skipped  []string  `json:"skipped"`
	// Unread is why some document could not be read; analysis goes on without it.
	Unread string `json:"unread"`
}

type message struct {
	Analyzer  string `json:"analyzer"`
	Code      string `json:"code"`
	Level     string `json:"level"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Resource  string `json:"resource"`
	Text      string `json:"text"`
}

// Analyze reads questions, one JSON value each, and prints an answer a line, as `istioctl analyze --use-kube=false` would.
func Analyze(context.Context, []string) error {
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := json.NewEncoder(os.Stdout)
	for {
		var asked question
		if err := in.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read a question: %w", err)
		}
		answered, err := analyze(asked)
		if err != nil {
			return fmt.Errorf("%s: %w", asked.Name, err)
		}
		if err := out.Encode(answered); err != nil {
			return err
		}
	}
}

func analyze(asked question) (answer, error) {
	answered := answer{Name: asked.Name, Messages: []message{}}
	// A resource without a namespace is in the default one, as for kubectl; messages of all namespaces are wanted.
	analyzer := local.NewSourceAnalyzer(analyzers.AllCombined(), "", resource.Namespace("istio-system"), nil)
	if asked.Mesh != "" {
		if err := useMesh(analyzer, asked.Mesh); err != nil {
			return answered, err
		}
	}
	sources := make([]local.ReaderSource, 0, len(asked.Files))
	for _, file := range asked.Files {
		sources = append(sources, local.ReaderSource{Name: file.Name, Reader: strings.NewReader(file.Text)})
	}
	if err := analyzer.AddReaderKubeSource(sources); err != nil {
		answered.Unread = err.Error()
	}
	stop := make(chan struct{})
	defer close(stop)
	result, err := analyzer.Analyze(stop)
	if err != nil {
		return answered, err
	}
	answered.Skipped = result.SkippedAnalyzers
	for name, messages := range result.MappedMessages {
		for _, found := range messages {
			one := message{Analyzer: name, Code: found.Type.Code(), Level: found.Type.Level().String(), Text: found.String()}
			if found.Resource != nil {
				full := found.Resource.Metadata.FullName
				one.Kind = found.Resource.Metadata.Schema.Kind()
				one.Namespace, one.Resource = full.Namespace.String(), full.Name.String()
			}
			answered.Messages = append(answered.Messages, one)
		}
	}
	return answered, nil
}

// useMesh goes by a file, which is the only way in.
func useMesh(analyzer *local.IstiodAnalyzer, text string) error {
	if _, err := mesh.ApplyMeshConfigDefaults(text); err != nil {
		return fmt.Errorf("the MeshConfig: %w", err)
	}
	file, err := os.CreateTemp("", "mesh-*.yaml")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if _, err := file.WriteString(text); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return analyzer.AddFileKubeMeshConfig(file.Name())
}
