/** What the comments of a chat add up to, for those who look at it. */
@NullMarked
package chatwarden.bridge.statistics;

import org.jspecify.annotations.NullMarked;
