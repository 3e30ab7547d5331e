/** Rollouts of models over running processes. */
@NullMarked
package chatwarden.it.rollout;

import org.jspecify.annotations.NullMarked;
