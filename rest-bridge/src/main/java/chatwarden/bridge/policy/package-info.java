/**
 * Stored comments run through settings and models again, and compared with the stored decisions.
 */
@NullMarked
package chatwarden.bridge.policy;

import org.jspecify.annotations.NullMarked;
