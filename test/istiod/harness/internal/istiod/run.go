// Package istiod runs a whole istiod in this process.
package istiod

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"istio.io/istio/pilot/pkg/bootstrap"
	"istio.io/istio/pkg/config/constants"
	"istio.io/istio/pkg/log"

	"gitxds.test/harness/internal/kubeapi"
)

// Run starts the Kubernetes API and istiod, and stays until the context ends. HTTP (readiness, debug) and plaintext gRPC
// share one port that the kernel picks; it goes to standard output as {"address":"127.0.0.1:PORT"}. That is before
// istiod is ready: it listens first and reads its config sources then. Logs go to standard error.
func Run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	mesh := flags.String("mesh", "", "the meshConfig file")
	objects := flags.String("objects", "", "a JSON file with a list of the objects in Kubernetes; none without it")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *mesh == "" {
		return errors.New("run needs --mesh FILE")
	}

	addresses := make(chan string, 1)
	if err := log.Configure(logOptions(addresses)); err != nil {
		return fmt.Errorf("configure istiod's log: %w", err)
	}
	kubeconfig, cleanup, err := startKubeAPI(ctx, *objects)
	if err != nil {
		return err
	}
	defer cleanup()
	go announce(ctx, addresses)

	server, err := bootstrap.NewServer(pilotArgs(*mesh, kubeconfig))
	if err != nil {
		return fmt.Errorf("make istiod: %w", err)
	}
	if err := server.Start(ctx.Done()); err != nil {
		return fmt.Errorf("start istiod: %w", err)
	}
	<-ctx.Done()
	return nil
}

// startKubeAPI starts the Kubernetes API with the objects of the file and writes a kubeconfig for it.
func startKubeAPI(ctx context.Context, file string) (kubeconfig string, cleanup func(), err error) {
	var objects []json.RawMessage
	if file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", nil, err
		}
		if err := json.Unmarshal(text, &objects); err != nil {
			return "", nil, fmt.Errorf("read %s: %w", file, err)
		}
	}
	api, err := kubeapi.Start(ctx, objects)
	if err != nil {
		return "", nil, err
	}
	folder, err := os.MkdirTemp("", "gitxds-istiod-")
	if err != nil {
		return "", nil, err
	}
	cleanup = func() { _ = os.RemoveAll(folder) }
	kubeconfig = filepath.Join(folder, "kubeconfig")
	if err := os.WriteFile(kubeconfig, []byte(api.Kubeconfig()), 0o600); err != nil {
		cleanup()
		return "", nil, err
	}
	return kubeconfig, cleanup, nil
}

// pilotArgs are pilot-discovery's, with every listener but one off. An empty address multiplexes that server on HTTPAddr.
func pilotArgs(mesh, kubeconfig string) *bootstrap.PilotArgs {
	return bootstrap.NewPilotArgs(func(args *bootstrap.PilotArgs) {
		args.PodName = "istiod-test"
		args.MeshConfigFile = mesh
		args.NetworksConfigFile = "none"
		args.ServerOptions.HTTPAddr = "127.0.0.1:0"
		args.RegistryOptions.Registries = []string{"Kubernetes"}
		args.RegistryOptions.KubeConfig = kubeconfig
		args.RegistryOptions.KubeOptions.DomainSuffix = constants.DefaultClusterLocalDomain
		args.RegistryOptions.KubeOptions.ClusterID = "Kubernetes"
		args.RegistryOptions.KubeOptions.KubernetesAPIQPS = 1000
		args.RegistryOptions.KubeOptions.KubernetesAPIBurst = 1000
	})
}

func announce(ctx context.Context, addresses <-chan string) {
	select {
	case address := <-addresses:
		_ = json.NewEncoder(os.Stdout).Encode(map[string]string{"address": address})
	case <-ctx.Done():
	}
}
