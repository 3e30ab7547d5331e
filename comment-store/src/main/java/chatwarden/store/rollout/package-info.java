/** The rollouts of models, and the log of their changes. */
@NullMarked
package chatwarden.store.rollout;

import org.jspecify.annotations.NullMarked;
