/** Posts events of chats to the addresses of webhooks, signed. */
@NullMarked
package chatwarden.bridge.webhook;

import org.jspecify.annotations.NullMarked;
