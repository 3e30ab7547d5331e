/** The events of a chat in the order in which they were recorded. */
@NullMarked
package chatwarden.store.watch;

import org.jspecify.annotations.NullMarked;
