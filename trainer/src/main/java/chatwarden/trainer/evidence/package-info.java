/** Writes the linear models' view of texts, from which the cascade is calibrated. */
@NullMarked
package chatwarden.trainer.evidence;

import org.jspecify.annotations.NullMarked;
