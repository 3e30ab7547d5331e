/** The platform on several hosts. */
@NullMarked
package chatwarden.it.network;

import org.jspecify.annotations.NullMarked;
