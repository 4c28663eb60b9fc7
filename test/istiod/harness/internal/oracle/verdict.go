// Package oracle asks Istio's and Kubernetes' own code for its judgement, so that gitxds can be held against it.
package oracle

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"google.golang.org/protobuf/proto"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kubejson "k8s.io/apimachinery/pkg/util/json"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	kubecrd "istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/constants"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	"istio.io/istio/pkg/config/validation"
)

// verdict is what is said of one document. Errors are empty where there are none; each judge is asked only where the
// ones before it could read the document.
type verdict struct {
	File      string `json:"file"`
	Index     int    `json:"index"`
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// YAMLError: strict conversion to JSON. CRDError: the API server's structural schema and CEL. DecodeError: istiod's
	// conversion. ValidateError and Warning: the webhook's.
	YAMLError     string `json:"yamlError"`
	CRDError      string `json:"crdError"`
	DecodeError   string `json:"decodeError"`
	ValidateError string `json:"validateError"`
	Warning       string `json:"warning"`
	// Message is the full name of the spec's message; Wire its deterministic encoding, WireExpanded the same with short
	// hosts resolved as istiod resolves them from a source that has a domain.
	Message      string `json:"message"`
	Wire         []byte `json:"wire"`
	WireExpanded []byte `json:"wireExpanded"`
}

// Verdict prints a line for each YAML document of the files, or of standard input where none is named.
func Verdict(_ context.Context, args []string) error {
	kinds, files, err := parseFlags("verdict", args)
	if err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	if len(files) == 0 {
		return judgeAll("-", os.Stdin, kinds, out)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := judgeAll(name, bytes.NewReader(content), kinds, out); err != nil {
			return err
		}
	}
	return nil
}

func judgeAll(file string, in io.Reader, kinds *customResources, out *json.Encoder) error {
	documents := kubeyaml.NewYAMLReader(bufio.NewReader(in))
	for index := 0; ; {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if len(bytes.TrimSpace(document)) == 0 {
			continue
		}
		v := verdict{File: file, Index: index}
		v.judge(document, kinds)
		if err := out.Encode(v); err != nil {
			return err
		}
		index++
	}
}

func (v *verdict) judge(document []byte, kinds *customResources) {
	content, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		v.YAMLError = err.Error()
		return
	}
	object := &unstructured.Unstructured{}
	// Unlike encoding/json this keeps integers as integers, which CEL tells apart from floats.
	if err := kubejson.Unmarshal(content, &object.Object); err != nil {
		v.YAMLError = err.Error()
		return
	}
	v.Kind, v.Namespace, v.Name = object.GetKind(), object.GetNamespace(), object.GetName()
	if err := kinds.admit(object); err != nil {
		v.CRDError = err.Error()
	}
	// What istiod gets is the API server's writing, without the nulls it drops, where -0.0 is 0.
	content, err = json.Marshal(object.Object)
	if err != nil {
		v.YAMLError = err.Error()
		return
	}
	cfg, schema, err := convert(content)
	if err != nil {
		v.DecodeError = err.Error()
		return
	}
	warning, err := validate(schema, *cfg)
	if err != nil {
		v.ValidateError = err.Error()
	}
	if warning != nil {
		v.Warning = warning.Error()
	}
	v.encode(cfg)
}

// validate asks the webhook's rules. One that panics fails its request, so what it was asked about is refused.
func validate(schema resource.Schema, cfg config.Config) (warning validation.Warning, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	return schema.ValidateConfig(cfg)
}

// convert decodes a document as istiod does.
func convert(content []byte) (*config.Config, resource.Schema, error) {
	object := kubecrd.IstioKind{}
	if err := json.Unmarshal(content, &object); err != nil {
		return nil, nil, err
	}
	if object.Namespace == "" {
		// As an API server does where a request names none.
		object.Namespace = metav1.NamespaceDefault
	}
	gvk := object.GroupVersionKind()
	schema, ok := collections.Pilot.FindByGroupVersionAliasesKind(resource.FromKubernetesGVK(&gvk))
	if !ok {
		return nil, nil, fmt.Errorf("istiod has no kind %s", gvk)
	}
	cfg, err := kubecrd.ConvertObject(schema, &object, constants.DefaultClusterLocalDomain)
	return cfg, schema, err
}

func (v *verdict) encode(cfg *config.Config) {
	spec, ok := cfg.Spec.(proto.Message)
	if !ok {
		v.DecodeError = fmt.Sprintf("%T is no protobuf message", cfg.Spec)
		return
	}
	v.Message = string(spec.ProtoReflect().Descriptor().FullName())
	wire, err := canonical(spec)
	if err != nil {
		v.DecodeError = err.Error()
		return
	}
	expanded, err := canonical(expandShortHosts(spec, cfg.Meta))
	if err != nil {
		v.DecodeError = err.Error()
		return
	}
	v.Wire, v.WireExpanded = wire, expanded
}
