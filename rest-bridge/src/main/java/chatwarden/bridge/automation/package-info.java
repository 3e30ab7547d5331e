/** The automation of chats, as people set it and audit it. */
@NullMarked
package chatwarden.bridge.automation;

import org.jspecify.annotations.NullMarked;
