/** Writes the linear models' view of texts, from which the cascade is calibrated. */
@NullMarked
package chatwarden.mlops.evidence;

import org.jspecify.annotations.NullMarked;
