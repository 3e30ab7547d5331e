/** Puts chat-ingest together from a configuration. */
@NullMarked
package chatwarden.ingest.server;

import org.jspecify.annotations.NullMarked;
