/** Reads the live chat of a YouTube video, or its archive, the way YouTube's own page does. */
@NullMarked
package chatwarden.ingest.youtube;

import org.jspecify.annotations.NullMarked;
