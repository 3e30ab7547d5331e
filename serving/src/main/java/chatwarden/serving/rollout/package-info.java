/** Two versions of a model side by side: which answers, and how they differ. */
@NullMarked
package chatwarden.serving.rollout;

import org.jspecify.annotations.NullMarked;
