/** The comments that are stored, and the chats that they belong to. */
@NullMarked
package chatwarden.store.comment;

import org.jspecify.annotations.NullMarked;
