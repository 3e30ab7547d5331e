/** Work side by side whose results go on in order. */
@NullMarked
package chatwarden.runtime.flow;

import org.jspecify.annotations.NullMarked;
