package kubeapi

import (
	"encoding/json"
	"fmt"
	"maps"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// object is a Kubernetes object as its JSON has it.
type object map[string]any

// readObjects sorts objects by the resource under which they are listed, and gives them what an API server would.
func readObjects(raw []json.RawMessage) (map[groupResource][]object, error) {
	listed := map[groupResource][]object{}
	for _, text := range raw {
		var item struct {
			APIVersion string `json:"apiVersion"`
			Kind       string `json:"kind"`
		}
		read := object{}
		if err := json.Unmarshal(text, &item); err != nil {
			return nil, fmt.Errorf("read an object of the Kubernetes API: %w", err)
		}
		if err := json.Unmarshal(text, &read); err != nil {
			return nil, fmt.Errorf("read an object of the Kubernetes API: %w", err)
		}
		metadata, ok := read["metadata"].(map[string]any)
		if !ok {
			return nil, fmt.Errorf("an object of kind %s has no metadata", item.Kind)
		}
		metadata["resourceVersion"] = "1"
		plural, _ := meta.UnsafeGuessKindToResource(schema.FromAPIVersionAndKind(item.APIVersion, item.Kind))
		at := groupResource{plural.Group, plural.Resource}
		listed[at] = append(listed[at], read)
	}
	return listed, nil
}

// items are the listed objects under the kind and version that the client wants.
func (s *Server) items(t target, kind, apiVersion string) []object {
	items := []object{}
	for _, listed := range s.listed[t.groupResource] {
		item := maps.Clone(listed)
		item["kind"], item["apiVersion"] = kind, apiVersion
		items = append(items, item)
	}
	return items
}
