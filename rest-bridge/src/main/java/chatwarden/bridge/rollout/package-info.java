/** The step from one version of a model to the next, over all model servers. */
@NullMarked
package chatwarden.bridge.rollout;

import org.jspecify.annotations.NullMarked;
