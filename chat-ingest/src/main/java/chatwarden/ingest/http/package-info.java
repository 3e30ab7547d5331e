/** Calls of the platforms' official APIs over HTTP. */
@NullMarked
package chatwarden.ingest.http;

import org.jspecify.annotations.NullMarked;
