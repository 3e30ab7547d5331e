/** Sends the actions of the outbox to their platforms. */
@NullMarked
package chatwarden.ingest.acting;

import org.jspecify.annotations.NullMarked;
