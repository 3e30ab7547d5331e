/** How good a model's answers are, with the uncertainty of every figure. */
@NullMarked
package chatwarden.mlops.evaluation;

import org.jspecify.annotations.NullMarked;
