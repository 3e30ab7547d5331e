/** Holds the models that ship to what they were released with. */
@NullMarked
package chatwarden.mlops.shipped;

import org.jspecify.annotations.NullMarked;
