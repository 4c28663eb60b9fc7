package proxyconfig

import (
	"encoding/json"
	"fmt"
	"slices"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/anypb"

	v3 "istio.io/istio/pilot/pkg/xds/v3"
	// Registers every Envoy type that istiod may put into an Any.
	_ "istio.io/istio/pkg/config/xds"
)

type resources map[string]json.RawMessage

// config is what istiod gives one proxy, by resource type and name.
type config struct {
	Listeners  resources `json:"listeners"`
	Clusters   resources `json:"clusters"`
	Routes     resources `json:"routes"`
	Endpoints  resources `json:"endpoints"`
	Extensions resources `json:"extensions"`
}

// readAll asks in Envoy's order: clusters and their endpoints, listeners and what these name.
func readAll(c *client) (*config, error) {
	clusters, err := c.ask(v3.ClusterType, nil)
	if err != nil {
		return nil, err
	}
	edsNames, err := endpointNames(clusters)
	if err != nil {
		return nil, err
	}
	endpoints, err := c.askFor(v3.EndpointType, edsNames)
	if err != nil {
		return nil, err
	}
	listeners, err := c.ask(v3.ListenerType, nil)
	if err != nil {
		return nil, err
	}
	routeNames, extensionNames, err := listenerReferences(listeners)
	if err != nil {
		return nil, err
	}
	routes, err := c.askFor(v3.RouteType, routeNames)
	if err != nil {
		return nil, err
	}
	extensions, err := c.askFor(v3.ExtensionConfigurationType, extensionNames)
	if err != nil {
		return nil, err
	}
	return toConfig(listeners, clusters, routes, endpoints, extensions)
}

// askFor asks for named resources; without names there is nothing to ask for.
func (c *client) askFor(typeURL string, names []string) ([]*anypb.Any, error) {
	if len(names) == 0 {
		return nil, nil
	}
	return c.ask(typeURL, names)
}

func endpointNames(clusters []*anypb.Any) ([]string, error) {
	var names []string
	for _, resource := range clusters {
		c := &cluster.Cluster{}
		if err := resource.UnmarshalTo(c); err != nil {
			return nil, fmt.Errorf("decode a cluster: %w", err)
		}
		if c.GetType() != cluster.Cluster_EDS {
			continue
		}
		if name := c.GetEdsClusterConfig().GetServiceName(); name != "" {
			names = append(names, name)
		} else {
			names = append(names, c.Name)
		}
	}
	return unique(names), nil
}

// listenerReferences finds what listeners load separately: route configurations and extension configurations.
func listenerReferences(listeners []*anypb.Any) (routes, extensions []string, err error) {
	for _, resource := range listeners {
		l := &listener.Listener{}
		if err := resource.UnmarshalTo(l); err != nil {
			return nil, nil, fmt.Errorf("decode a listener: %w", err)
		}
		for _, chain := range append(l.FilterChains, l.DefaultFilterChain) {
			for _, filter := range chain.GetFilters() {
				if name, ok := discovered(filter.Name, filter.GetConfigDiscovery()); ok {
					extensions = append(extensions, name)
				}
				manager := &hcm.HttpConnectionManager{}
				if filter.GetTypedConfig().UnmarshalTo(manager) != nil {
					continue
				}
				if name := manager.GetRds().GetRouteConfigName(); name != "" {
					routes = append(routes, name)
				}
				for _, http := range manager.HttpFilters {
					if name, ok := discovered(http.Name, http.GetConfigDiscovery()); ok {
						extensions = append(extensions, name)
					}
				}
			}
		}
	}
	return unique(routes), unique(extensions), nil
}

func discovered(name string, source *core.ExtensionConfigSource) (string, bool) {
	return name, source != nil
}

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

func toConfig(listeners, clusters, routes, endpoints, extensions []*anypb.Any) (*config, error) {
	out := &config{}
	for _, part := range []struct {
		to   *resources
		from []*anypb.Any
	}{
		{&out.Listeners, listeners},
		{&out.Clusters, clusters},
		{&out.Routes, routes},
		{&out.Endpoints, endpoints},
		{&out.Extensions, extensions},
	} {
		*part.to = resources{}
		for _, resource := range part.from {
			name, encoded, err := toJSON(resource)
			if err != nil {
				return nil, err
			}
			(*part.to)[name] = encoded
		}
	}
	return out, nil
}

func toJSON(resource *anypb.Any) (string, json.RawMessage, error) {
	message, err := resource.UnmarshalNew()
	if err != nil {
		return "", nil, fmt.Errorf("decode %s: %w", resource.TypeUrl, err)
	}
	encoded, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(message)
	if err != nil {
		return "", nil, fmt.Errorf("print %s: %w", resource.TypeUrl, err)
	}
	return nameOf(message), encoded, nil
}

func nameOf(message proto.Message) string {
	m := message.ProtoReflect()
	for _, field := range []protoreflect.Name{"name", "cluster_name"} {
		if descriptor := m.Descriptor().Fields().ByName(field); descriptor != nil {
			return m.Get(descriptor).String()
		}
	}
	return ""
}
