/** The page in a real browser. */
@NullMarked
package chatwarden.it.page;

import org.jspecify.annotations.NullMarked;
