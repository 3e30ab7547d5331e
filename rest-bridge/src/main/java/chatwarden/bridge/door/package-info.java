/** The gRPC services of the bridge: they translate, check and delegate. */
@NullMarked
package chatwarden.bridge.door;

import org.jspecify.annotations.NullMarked;
