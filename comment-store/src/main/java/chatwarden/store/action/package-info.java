/** The outbox: actions on platforms, from the request to their final state. */
@NullMarked
package chatwarden.store.action;

import org.jspecify.annotations.NullMarked;
