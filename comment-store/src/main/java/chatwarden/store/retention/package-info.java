/** The deletion of everything whose time is over. */
@NullMarked
package chatwarden.store.retention;

import org.jspecify.annotations.NullMarked;
