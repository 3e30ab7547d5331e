/** Taggers that ask stage 1 first, so that clean texts stay unmarked. */
@NullMarked
package chatwarden.inference.gate;

import org.jspecify.annotations.NullMarked;
