/** The authors of a chat. */
@NullMarked
package chatwarden.bridge.author;

import org.jspecify.annotations.NullMarked;
