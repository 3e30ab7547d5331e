/** Who calls, what they may do, and how often: one gate for every door. */
@NullMarked
package chatwarden.bridge.access;

import org.jspecify.annotations.NullMarked;
