/** What is deleted when its time is over. */
@NullMarked
package chatwarden.store.retention;

import org.jspecify.annotations.NullMarked;
