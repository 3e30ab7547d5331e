/** The webhooks, the places that they have come to, and their dead letters. */
@NullMarked
package chatwarden.store.webhook;

import org.jspecify.annotations.NullMarked;
