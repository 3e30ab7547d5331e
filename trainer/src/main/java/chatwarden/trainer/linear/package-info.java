/** Sparse multinomial logistic regression and the n-gram features that it learns from. */
@NullMarked
package chatwarden.trainer.linear;

import org.jspecify.annotations.NullMarked;
