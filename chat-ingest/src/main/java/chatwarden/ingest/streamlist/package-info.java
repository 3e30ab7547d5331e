/** Reads the live chats of YouTube by the stream of its Data API, with a connected account. */
@NullMarked
package chatwarden.ingest.streamlist;

import org.jspecify.annotations.NullMarked;
