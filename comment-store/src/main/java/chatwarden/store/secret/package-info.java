/** Seals what the store keeps and only processes with the key may read. */
@NullMarked
package chatwarden.store.secret;

import org.jspecify.annotations.NullMarked;
