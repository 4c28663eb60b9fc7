package policies

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	listers "k8s.io/client-go/listers/core/v1"
)

// namespaces is a cluster where every namespace exists, with the one label that Kubernetes gives it.
type namespaces struct{ listers.NamespaceLister }

func (namespaces) Get(name string) (*corev1.Namespace, error) { return namespace(name), nil }

func (namespaces) List(labels.Selector) ([]*corev1.Namespace, error) { return nil, nil }

// interfaces is what a kind of a CustomResourceDefinition brings along: only its other versions matter here.
type interfaces struct {
	mapper runtime.EquivalentResourceMapper
}

func (interfaces) GetObjectCreater() runtime.ObjectCreater     { return nil }
func (interfaces) GetObjectTyper() runtime.ObjectTyper         { return nil }
func (interfaces) GetObjectDefaulter() runtime.ObjectDefaulter { return nil }
func (interfaces) GetObjectConvertor() runtime.ObjectConvertor { return nil }
func (i interfaces) GetEquivalentResourceMapper() runtime.EquivalentResourceMapper {
	return i.mapper
}

var _ admission.ObjectInterfaces = interfaces{}

// equivalent lists the versions of one kind in the order in which its definition has them.
type equivalent struct {
	runtime.EquivalentResourceRegistry
	group, resource string
	versions        []string
}

func (e equivalent) EquivalentResourcesFor(schema.GroupVersionResource, string) []schema.GroupVersionResource {
	var all []schema.GroupVersionResource
	for _, version := range e.versions {
		all = append(all, schema.GroupVersionResource{Group: e.group, Version: version, Resource: e.resource})
	}
	return all
}
