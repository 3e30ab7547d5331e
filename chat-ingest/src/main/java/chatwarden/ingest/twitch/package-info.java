/** Reads the live chat of a Twitch channel by IRC, as somebody without an account. */
@NullMarked
package chatwarden.ingest.twitch;

import org.jspecify.annotations.NullMarked;
