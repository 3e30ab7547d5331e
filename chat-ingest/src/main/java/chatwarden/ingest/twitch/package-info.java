/** Reads the live chat of a Twitch channel by IRC, without an account. */
@NullMarked
package chatwarden.ingest.twitch;

import org.jspecify.annotations.NullMarked;
