/** Looks for drift on a schedule, for the metrics. */
@NullMarked
package chatwarden.bridge.drift;

import org.jspecify.annotations.NullMarked;
