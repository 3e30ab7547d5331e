/** The Open Inference Protocol: models for clients that know tensors, over the same door. */
@NullMarked
package chatwarden.serving.openinference;

import org.jspecify.annotations.NullMarked;
