package oracle

import (
	"google.golang.org/protobuf/proto"
	networking "istio.io/api/networking/v1alpha3"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/config"
)

// expandShortHosts resolves the hosts that istiod resolves by a resource's namespace and domain, in a copy.
func expandShortHosts(spec proto.Message, meta config.Meta) proto.Message {
	expand := func(host *string) { *host = string(model.ResolveShortnameToFQDN(*host, meta)) }
	destination := func(d *networking.Destination) {
		if d != nil {
			expand(&d.Host)
		}
	}
	spec = proto.Clone(spec)
	switch s := spec.(type) {
	case *networking.DestinationRule:
		expand(&s.Host)
	case *networking.VirtualService:
		for i := range s.Hosts {
			expand(&s.Hosts[i])
		}
		for _, route := range s.Http {
			destination(route.Mirror)
			for _, mirror := range route.Mirrors {
				destination(mirror.Destination)
			}
			for _, weighted := range route.Route {
				destination(weighted.Destination)
			}
		}
		for _, route := range s.Tcp {
			for _, weighted := range route.Route {
				destination(weighted.Destination)
			}
		}
		for _, route := range s.Tls {
			for _, weighted := range route.Route {
				destination(weighted.Destination)
			}
		}
	}
	return spec
}
