/** Texts beside the development split on which a new version must not be much worse. */
@NullMarked
package chatwarden.mlops.gate;

import org.jspecify.annotations.NullMarked;
