/** Acts on Twitch by its API, Helix. */
@NullMarked
package chatwarden.ingest.helix;

import org.jspecify.annotations.NullMarked;
