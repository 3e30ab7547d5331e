/** Pauses between tries. */
@NullMarked
package chatwarden.runtime.retry;

import org.jspecify.annotations.NullMarked;
