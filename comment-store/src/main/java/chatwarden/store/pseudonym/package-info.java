/** Keyed hashes in place of the ids of authors. */
@NullMarked
package chatwarden.store.pseudonym;

import org.jspecify.annotations.NullMarked;
