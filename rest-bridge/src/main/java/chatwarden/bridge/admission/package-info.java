/** Which calls to models begin, which wait for their turn, and which are refused. */
@NullMarked
package chatwarden.bridge.admission;

import org.jspecify.annotations.NullMarked;
