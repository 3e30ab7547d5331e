/** Metrics of a process and the endpoint that shows them. */
@NullMarked
package chatwarden.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
