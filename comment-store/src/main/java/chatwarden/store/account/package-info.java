/** The accounts on platforms that act for moderators, with their tokens sealed. */
@NullMarked
package chatwarden.store.account;

import org.jspecify.annotations.NullMarked;
