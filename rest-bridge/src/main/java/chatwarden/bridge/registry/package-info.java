/** The aliases of registered models, and the log of their moves. */
@NullMarked
package chatwarden.bridge.registry;

import org.jspecify.annotations.NullMarked;
