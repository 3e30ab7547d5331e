/** The cards of authors: counts, decisions and notes. */
@NullMarked
package chatwarden.store.author;

import org.jspecify.annotations.NullMarked;
