/** The bridge as a server: its settings, its one port, its life. */
@NullMarked
package chatwarden.bridge.server;

import org.jspecify.annotations.NullMarked;
