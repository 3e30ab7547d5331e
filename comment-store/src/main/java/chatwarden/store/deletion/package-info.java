/** The deletion of a chat with everything that is kept of it, and the log of it. */
@NullMarked
package chatwarden.store.deletion;

import org.jspecify.annotations.NullMarked;
