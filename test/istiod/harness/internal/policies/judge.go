// Package policies gives the verdict of Kubernetes' own code on documents under ValidatingAdmissionPolicies.
package policies

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	v1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/plugin/policy/generic"
	"k8s.io/apiserver/pkg/admission/plugin/policy/matching"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/apiserver/pkg/authentication/user"
)

// question is a document that is created under a policy, by one of its bindings.
type question struct {
	Policy  v1.ValidatingAdmissionPolicy        `json:"policy"`
	Binding v1.ValidatingAdmissionPolicyBinding `json:"binding"`
	Object  map[string]any                      `json:"object"`
	// Resource is the lower-case plural of the object's kind, Versions all that the kind is served under.
	Resource string   `json:"resource"`
	Versions []string `json:"versions"`
}

type decision struct {
	// Action is admit or deny, Evaluation admit, deny or error: an error may admit.
	Action     string `json:"action"`
	Evaluation string `json:"evaluation"`
	Message    string `json:"message"`
}

type answer struct {
	Problems  []string   `json:"problems"`
	Matches   bool       `json:"matches"`
	Decisions []decision `json:"decisions"`
}

// Judge reads questions, one JSON value each, and prints an answer to each.
func Judge(ctx context.Context, _ []string) error {
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var q question
		if err := in.Decode(&q); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
		a, err := q.answer(ctx)
		if err != nil {
			return err
		}
		if err := out.Encode(a); err != nil {
			return err
		}
	}
}

func (q *question) answer(ctx context.Context) (answer, error) {
	evaluator, problems := compile(&q.Policy)
	if len(problems) > 0 {
		return answer{Problems: problems}, nil
	}
	object := &unstructured.Unstructured{Object: integers(q.Object).(map[string]any)}
	gvk := object.GroupVersionKind()
	gvr := gvk.GroupVersion().WithResource(q.Resource)
	attributes := admission.NewAttributesRecord(object, nil, gvk, object.GetNamespace(), object.GetName(), gvr, "",
		admission.Create, &metav1.CreateOptions{}, false, &user.DefaultInfo{Name: "somebody"})
	objects := interfaces{versions(gvk, q.Resource, q.Versions)}
	matcher := generic.NewPolicyMatcher(matching.NewMatcher(namespaces{}, nil))
	matches, resource, kind, err := matcher.DefinitionMatches(attributes, objects, validating.NewValidatingAdmissionPolicyAccessor(&q.Policy))
	if err != nil {
		return answer{}, err
	}
	if matches {
		matches, err = matcher.BindingMatches(attributes, objects, validating.NewValidatingAdmissionPolicyBindingAccessor(&q.Binding))
	}
	if err != nil || !matches {
		return answer{Matches: matches}, err
	}
	versioned := &admission.VersionedAttributes{Attributes: attributes, VersionedKind: kind}
	converted := object.DeepCopy()
	converted.SetGroupVersionKind(kind)
	versioned.VersionedObject = converted
	result := evaluator.Validate(ctx, resource, versioned, nil, namespace(object.GetNamespace()), celconfig.RuntimeCELCostBudget, nil)
	a := answer{Matches: true, Decisions: []decision{}}
	for _, d := range result.Decisions {
		a.Decisions = append(a.Decisions, decision{Action: string(d.Action), Evaluation: string(d.Evaluation), Message: d.Message})
	}
	return a, nil
}

func versions(gvk schema.GroupVersionKind, resource string, all []string) runtime.EquivalentResourceMapper {
	registry := runtime.NewEquivalentResourceRegistry()
	for _, version := range all {
		gv := schema.GroupVersion{Group: gvk.Group, Version: version}
		registry.RegisterKindFor(gv.WithResource(resource), "", gv.WithKind(gvk.Kind))
	}
	return equivalent{registry, gvk.Group, resource, all}
}

// integers makes of JSON's numbers what Kubernetes makes of them: whole ones are integers.
func integers(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, entry := range v {
			v[key] = integers(entry)
		}
	case []any:
		for index, entry := range v {
			v[index] = integers(entry)
		}
	case float64:
		if v == float64(int64(v)) {
			return int64(v)
		}
	}
	return value
}

func namespace(name string) *corev1.Namespace {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{corev1.LabelMetadataName: name}}}
}
