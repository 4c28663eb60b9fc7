package oracle

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"

	"istio.io/istio/pkg/config/crd"
)

// customResources are the kinds of Istio's CustomResourceDefinitions, as an API server serves them.
type customResources struct {
	validator  *crd.Validator
	structures map[schema.GroupVersionKind]*structuralschema.Structural
}

// parseFlags reads the CRDs that --crds names, and gives the other arguments back.
func parseFlags(command string, args []string) (*customResources, []string, error) {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	file := flags.String("crds", "", "the file of Istio's CustomResourceDefinitions")
	if err := flags.Parse(args); err != nil {
		return nil, nil, err
	}
	kinds, err := readCRDs(*file)
	return kinds, flags.Args(), err
}

func readCRDs(file string) (*customResources, error) {
	if file == "" {
		return nil, errors.New("--crds FILE is needed")
	}
	validator, err := crd.NewValidatorFromFilesWithOptions([]string{file}, crd.WithoutCRDValidation())
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	structures, err := readStructures(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return &customResources{validator, structures}, nil
}

// admit says why an API server would refuse the object. It drops the nulls that an API server drops before it validates,
// which Istio's validator leaves out.
func (c *customResources) admit(object *unstructured.Unstructured) error {
	defaulting.PruneNonNullableNullsWithoutDefaults(object.Object, c.structures[object.GroupVersionKind()])
	return c.validator.ValidateCustomResource(object)
}

func readStructures(file string) (map[schema.GroupVersionKind]*structuralschema.Structural, error) {
	content, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }()
	structures := map[schema.GroupVersionKind]*structuralschema.Structural{}
	documents := kubeyaml.NewYAMLOrJSONDecoder(content, 512*1024)
	for {
		definition := &apiextensionsv1.CustomResourceDefinition{}
		if err := documents.Decode(definition); errors.Is(err, io.EOF) {
			return structures, nil
		} else if err != nil {
			return nil, err
		}
		for _, version := range definition.Spec.Versions {
			properties := &apiextensions.JSONSchemaProps{}
			if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(
				version.Schema.OpenAPIV3Schema, properties, nil,
			); err != nil {
				return nil, err
			}
			structure, err := structuralschema.NewStructural(properties)
			if err != nil {
				return nil, err
			}
			kind := schema.GroupVersionKind{
				Group:   definition.Spec.Group,
				Version: version.Name,
				Kind:    definition.Spec.Names.Kind,
			}
			structures[kind] = structure
		}
	}
}
