/**
 * What every model's gRPC service shares: limits, choice of the model, bounded inference, streams.
 */
@NullMarked
package chatwarden.serving.door;

import org.jspecify.annotations.NullMarked;
