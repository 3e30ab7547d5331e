/** Sparse multinomial logistic regression and the n-gram features that it learns from. */
@NullMarked
package chatwarden.mlops.linear;

import org.jspecify.annotations.NullMarked;
