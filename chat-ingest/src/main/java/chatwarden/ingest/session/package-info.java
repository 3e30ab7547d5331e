/** Runs the sessions that this process has leased, from their checkpoint to their end. */
@NullMarked
package chatwarden.ingest.session;

import org.jspecify.annotations.NullMarked;
