package kubeapi

import (
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"

	"istio.io/istio/pkg/kube"
)

// target is what a request path names: a resource, and one object of it where name is set.
type target struct {
	groupResource
	version string
	name    string
}

type groupResource struct{ group, resource string }

// apiVersion as objects write it: the core group has no name.
func (t target) apiVersion() string {
	if t.group == "" {
		return t.version
	}
	return t.group + "/" + t.version
}

// parsePath reads /api/VERSION/... and /apis/GROUP/VERSION/..., with or without /namespaces/NAMESPACE.
func parsePath(path string) (target, bool) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	var t target
	switch {
	case len(parts) >= 3 && parts[0] == "api":
		t.version, parts = parts[1], parts[2:]
	case len(parts) >= 4 && parts[0] == "apis":
		t.group, t.version, parts = parts[1], parts[2], parts[3:]
	default:
		return target{}, false
	}
	if parts[0] == "namespaces" && len(parts) > 2 {
		parts = parts[2:]
	}
	t.resource = parts[0]
	if len(parts) > 1 {
		t.name = strings.Join(parts[1:], "/")
	}
	return t, true
}

// knownKinds maps every resource that istiod's client has types for to its kind: a list must name its kind, or the
// client cannot decode it.
func knownKinds() map[groupResource]string {
	kinds := map[groupResource]string{}
	for gvk := range kube.IstioScheme.AllKnownTypes() {
		plural, _ := meta.UnsafeGuessKindToResource(gvk)
		kinds[groupResource{gvk.Group, plural.Resource}] = gvk.Kind
	}
	return kinds
}
