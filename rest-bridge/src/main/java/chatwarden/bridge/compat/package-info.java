/** Endpoints that other moderation services have, so that their clients only change the address. */
@NullMarked
package chatwarden.bridge.compat;

import org.jspecify.annotations.NullMarked;
