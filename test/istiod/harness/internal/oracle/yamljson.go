package oracle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

type yamlCase struct {
	Name string `json:"name"`
	YAML string `json:"yaml"`
}

// yamlResult is what Kubernetes makes of a text: kubectl and istiod read it leniently, an API server strictly.
type yamlResult struct {
	Name        string `json:"name"`
	JSON        string `json:"json"`
	Error       string `json:"error"`
	StrictError string `json:"strictError"`
}

// YAMLJSON converts each YAML text of a JSON file and prints a line for each.
func YAMLJSON(_ context.Context, args []string) error {
	if len(args) != 1 {
		return errors.New("yamljson needs one FILE")
	}
	content, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	var cases []yamlCase
	if err := json.Unmarshal(content, &cases); err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	out := json.NewEncoder(os.Stdout)
	for _, c := range cases {
		if err := out.Encode(convertYAML(c)); err != nil {
			return err
		}
	}
	return nil
}

func convertYAML(c yamlCase) yamlResult {
	result := yamlResult{Name: c.Name}
	converted, err := yaml.YAMLToJSON([]byte(c.YAML))
	if err != nil {
		result.Error = err.Error()
	}
	result.JSON = string(converted)
	if _, err := yaml.YAMLToJSONStrict([]byte(c.YAML)); err != nil {
		result.StrictError = err.Error()
	}
	return result
}
