/** The automation of chats: rules, automatic actions, audits, and the way into the outbox. */
@NullMarked
package chatwarden.store.automation;

import org.jspecify.annotations.NullMarked;
