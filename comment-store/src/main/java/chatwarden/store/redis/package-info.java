/** Redis itself: the connection, keys, scripts, options and faults. */
@NullMarked
package chatwarden.store.redis;

import org.jspecify.annotations.NullMarked;
