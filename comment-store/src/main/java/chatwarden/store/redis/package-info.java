/** The one Redis layout that writers and readers share: keys, scripts, reads and leases. */
@NullMarked
package chatwarden.store.redis;

import org.jspecify.annotations.NullMarked;
