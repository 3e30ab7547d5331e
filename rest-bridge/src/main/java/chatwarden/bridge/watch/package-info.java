/** The events of chats, read once and given to every subscriber. */
@NullMarked
package chatwarden.bridge.watch;

import org.jspecify.annotations.NullMarked;
