/** The sessions that read chats, and the leases under which processes run them. */
@NullMarked
package chatwarden.store.session;

import org.jspecify.annotations.NullMarked;
