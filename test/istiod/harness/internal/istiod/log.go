package istiod

import (
	"strings"

	"go.uber.org/zap/zapcore"

	"istio.io/istio/pkg/log"
)

// httpPrefix begins the line in which istiod tells the address it bound; it has no other way to tell.
const httpPrefix = "starting HTTP service at "

// logOptions sends the log to standard error and the HTTP address, once it is logged, to the channel.
func logOptions(addresses chan<- string) *log.Options {
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	return options.WithExtension(func(core zapcore.Core) (zapcore.Core, func() error, error) {
		return addressCore{core, addresses}, func() error { return nil }, nil
	})
}

// addressCore is a log core that also looks for the address.
type addressCore struct {
	zapcore.Core
	addresses chan<- string
}

func (c addressCore) With(fields []zapcore.Field) zapcore.Core {
	return addressCore{c.Core.With(fields), c.addresses}
}

func (c addressCore) Check(entry zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if c.Enabled(entry.Level) {
		return checked.AddCore(entry, c)
	}
	return checked
}

func (c addressCore) Write(entry zapcore.Entry, fields []zapcore.Field) error {
	if address, ok := strings.CutPrefix(entry.Message, httpPrefix); ok {
		select {
		case c.addresses <- address:
		default:
		}
	}
	return c.Core.Write(entry, fields)
}
