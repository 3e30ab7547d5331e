/** A classifier that separates the texts of two windows, and the n-grams by which it does. */
@NullMarked
package chatwarden.mlops.textshift;

import org.jspecify.annotations.NullMarked;
