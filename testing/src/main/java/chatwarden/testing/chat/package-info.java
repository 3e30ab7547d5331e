/** Invented chats, the same for the same seed. */
@NullMarked
package chatwarden.testing.chat;

import org.jspecify.annotations.NullMarked;
