// Package quiet keeps Istio's test package from warning on standard output, among the results, that there is no folder
// of build output. That package reads the environment when it is initialized; Go initializes packages in the order of
// their import paths where imports leave a choice, so this one comes before everything under istio.io.
package quiet

import "os"

func init() {
	for _, name := range []string{"TARGET_OUT", "LOCAL_OUT"} {
		if os.Getenv(name) == "" {
			_ = os.Setenv(name, os.TempDir())
		}
	}
}
