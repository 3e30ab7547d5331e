/** The model servers that the bridge calls: the one list that all else derives from. */
@NullMarked
package chatwarden.bridge.peer;

import org.jspecify.annotations.NullMarked;
