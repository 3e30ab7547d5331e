/** Traces of calls, batches and messages, exported by OTLP; without an endpoint, none. */
@NullMarked
package chatwarden.runtime.tracing;

import org.jspecify.annotations.NullMarked;
