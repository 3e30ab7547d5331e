/** Facts about calls that every part of the bridge may need. */
@NullMarked
package chatwarden.bridge.call;

import org.jspecify.annotations.NullMarked;
