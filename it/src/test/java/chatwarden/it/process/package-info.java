/** The {@code chatwarden} command in processes of its own. */
@NullMarked
package chatwarden.it.process;

import org.jspecify.annotations.NullMarked;
