/** Reads the chats of Twitch by EventSub, with a connected account. */
@NullMarked
package chatwarden.ingest.eventsub;

import org.jspecify.annotations.NullMarked;
