/** Measures rewriters, by evaluators of another family than what they rank with. */
@NullMarked
package chatwarden.mlops.rewriting;

import org.jspecify.annotations.NullMarked;
