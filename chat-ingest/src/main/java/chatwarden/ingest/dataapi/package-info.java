/** Acts on YouTube by its Data API. */
@NullMarked
package chatwarden.ingest.dataapi;

import org.jspecify.annotations.NullMarked;
