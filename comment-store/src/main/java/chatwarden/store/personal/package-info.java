/** Everything that is kept of one account: its export and its erasure. */
@NullMarked
package chatwarden.store.personal;

import org.jspecify.annotations.NullMarked;
