/** Measures rewriters, by evaluators of another family than what they rank with. */
@NullMarked
package chatwarden.trainer.rewriting;

import org.jspecify.annotations.NullMarked;
