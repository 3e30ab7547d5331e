/** Twitch's chat as its clients see it, on this machine. */
@NullMarked
package chatwarden.testing.twitch;

import org.jspecify.annotations.NullMarked;
