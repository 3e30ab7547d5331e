/** How the parts of the platform are doing, as far as the bridge can ask them. */
@NullMarked
package chatwarden.bridge.platform;

import org.jspecify.annotations.NullMarked;
