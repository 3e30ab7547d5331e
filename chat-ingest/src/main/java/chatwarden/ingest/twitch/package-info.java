/** Reads the live chat of a Twitch channel: by IRC as a guest, or by EventSub. */
@NullMarked
package chatwarden.ingest.twitch;

import org.jspecify.annotations.NullMarked;
