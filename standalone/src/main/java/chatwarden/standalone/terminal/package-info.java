/** What a person sees in a terminal. */
@NullMarked
package chatwarden.standalone.terminal;

import org.jspecify.annotations.NullMarked;
