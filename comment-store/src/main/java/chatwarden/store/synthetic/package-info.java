/** The synthetic comments by which a platform checks itself, and whose turn it is. */
@NullMarked
package chatwarden.store.synthetic;

import org.jspecify.annotations.NullMarked;
