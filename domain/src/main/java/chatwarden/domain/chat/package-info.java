/** The ids of chats. */
@NullMarked
package chatwarden.domain.chat;

import org.jspecify.annotations.NullMarked;
