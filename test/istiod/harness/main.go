// Command harness is what the tests of gitxds need of Istio itself: a whole istiod with an empty Kubernetes API, a client
// that poses as a sidecar, one made of Envoy's stubs, and Istio's own verdicts on YAML and on wire bytes.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"istio.io/istio/pkg/log"

	"gitxds.test/harness/internal/analyze"
	"gitxds.test/harness/internal/istiod"
	"gitxds.test/harness/internal/oracle"
	"gitxds.test/harness/internal/policies"
	"gitxds.test/harness/internal/proxyconfig"
	_ "gitxds.test/harness/internal/quiet"
	"gitxds.test/harness/internal/xdsclient"
)

type command struct {
	name  string
	usage string
	run   func(ctx context.Context, args []string) error
}

var commands = []command{
	{"run", "run --mesh FILE: an istiod and its Kubernetes API; prints {\"address\"} once it listens", istiod.Run},
	{"proxyconfig", "proxyconfig --address HOST:PORT --node ID: the Envoy configuration istiod computes for a proxy", proxyconfig.Run},
	{"watch", "watch --address HOST:PORT --node ID: a proxy that stays; prints each push of clusters and routes, and what routes miss", proxyconfig.Watch},
	{"xds", "xds: an ADS client that does what {\"stream\",\"method\",\"address\",\"send\",\"cancel\"} values say; prints what comes", xdsclient.Run},
	{"verdict", "verdict --crds FILE [FILE...]: what the API server and istiod say of YAML documents, and their wire bytes", oracle.Verdict},
	{"judge", "judge --crds FILE: reads JSON strings, each a YAML document; the same as verdict, one by one", oracle.Judge},
	{"documents", "documents FILE: the documents of a YAML file as a JSON list", oracle.Documents},
	{"analyze", "analyze: reads {\"name\",\"files\",\"mesh\"} values, says of each what Istio's analyzers find", analyze.Analyze},
	{"policies", "policies: reads {\"policy\",\"binding\",\"object\",\"resource\",\"versions\"} values; what the API server's admission says of each", policies.Judge},
	{"decode", "decode: reads {\"typeUrl\",\"body\"} lines, decodes each with Istio's types", oracle.Decode},
	{"yamljson", "yamljson FILE: reads a list of {\"name\",\"yaml\"}, converts each to JSON as Kubernetes does", oracle.YAMLJSON},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := dispatch(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "harness:", err)
		os.Exit(1)
	}
}

func dispatch(ctx context.Context, args []string) error {
	// Standard output is for results.
	logs := log.DefaultOptions()
	logs.OutputPaths = []string{"stderr"}
	if err := log.Configure(logs); err != nil {
		return err
	}
	if len(args) > 0 {
		for _, c := range commands {
			if c.name == args[0] {
				return c.run(ctx, args[1:])
			}
		}
	}
	for _, c := range commands {
		fmt.Fprintln(os.Stderr, "harness", c.usage)
	}
	return fmt.Errorf("no such command: %q", args)
}
