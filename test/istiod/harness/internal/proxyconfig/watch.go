package proxyconfig

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/anypb"

	v3 "istio.io/istio/pilot/pkg/xds/v3"
)

// pushed is one push of clusters or routes, as a proxy takes it.
type pushed struct {
	// Type is clusters or routes.
	Type string `json:"type"`
	// Clusters are those that the push brings, or those that its routes name.
	Clusters []string `json:"clusters"`
	// Missing are those that the routes name and the last push of clusters did not bring.
	Missing []string `json:"missing"`
}

// Watch stays connected as a proxy does and prints each push of clusters and of routes, until the context or istiod ends.
func Watch(ctx context.Context, args []string) error {
	address, node, err := parseFlags("watch", args)
	if err != nil {
		return err
	}
	proxy, err := dial(ctx, address, node)
	if err != nil {
		return err
	}
	defer proxy.close()
	w := &watcher{client: proxy, tell: json.NewEncoder(os.Stdout).Encode}
	err = w.follow()
	if code := status.Code(err); errors.Is(err, io.EOF) || code == codes.Canceled || code == codes.Unavailable {
		return nil
	}
	return err
}

// watcher is what a proxy has.
type watcher struct {
	*client
	clusters   []string
	routeNames []string
	tell       func(any) error
}

// follow takes all pushes in the order in which they come. Clusters are asked for before the listeners, and routes by the
// names that listeners have, as Envoy asks.
func (w *watcher) follow() error {
	for _, typeURL := range []string{v3.ClusterType, v3.ListenerType} {
		if err := w.stream.Send(&discovery.DiscoveryRequest{Node: w.node, TypeUrl: typeURL}); err != nil {
			return fmt.Errorf("ask for %s: %w", typeURL, err)
		}
	}
	for {
		response, err := w.stream.Recv()
		if err != nil {
			return err
		}
		if err := w.take(response); err != nil {
			return err
		}
	}
}

func (w *watcher) take(response *discovery.DiscoveryResponse) (err error) {
	var names []string
	switch response.TypeUrl {
	case v3.ClusterType:
		if w.clusters, err = clusterNames(response.Resources); err == nil {
			err = w.tell(pushed{"clusters", w.clusters, []string{}})
		}
	case v3.ListenerType:
		err = w.takeListeners(response.Resources)
	case v3.RouteType:
		names = w.routeNames
		var named []string
		if named, err = routedClusters(response.Resources); err == nil {
			err = w.tell(pushed{"routes", named, without(named, w.clusters)})
		}
	}
	if err != nil {
		return err
	}
	return w.ack(response, names)
}

// takeListeners asks for the routes of the listeners where these are others than before.
func (w *watcher) takeListeners(listeners []*anypb.Any) error {
	names, _, err := listenerReferences(listeners)
	if err != nil || slices.Equal(names, w.routeNames) {
		return err
	}
	w.routeNames = names
	if err := w.stream.Send(&discovery.DiscoveryRequest{TypeUrl: v3.RouteType, ResourceNames: names}); err != nil {
		return fmt.Errorf("ask for routes: %w", err)
	}
	return nil
}

func clusterNames(resources []*anypb.Any) ([]string, error) {
	names := []string{}
	for _, resource := range resources {
		c := &cluster.Cluster{}
		if err := resource.UnmarshalTo(c); err != nil {
			return nil, fmt.Errorf("decode a cluster: %w", err)
		}
		names = append(names, c.Name)
	}
	return unique(names), nil
}

// routedClusters are the clusters that requests are sent to.
func routedClusters(resources []*anypb.Any) ([]string, error) {
	names := []string{}
	for _, resource := range resources {
		r := &route.RouteConfiguration{}
		if err := resource.UnmarshalTo(r); err != nil {
			return nil, fmt.Errorf("decode routes: %w", err)
		}
		for _, host := range r.VirtualHosts {
			for _, one := range host.Routes {
				action := one.GetRoute()
				if name := action.GetCluster(); name != "" {
					names = append(names, name)
				}
				for _, weighted := range action.GetWeightedClusters().GetClusters() {
					names = append(names, weighted.Name)
				}
			}
		}
	}
	return unique(names), nil
}

func without(names, sorted []string) []string {
	missing := []string{}
	for _, name := range names {
		if _, found := slices.BinarySearch(sorted, name); !found {
			missing = append(missing, name)
		}
	}
	return missing
}
