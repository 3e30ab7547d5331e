/** The marks that keep what an erased account wrote before its erasure from coming back. */
@NullMarked
package chatwarden.store.erasure;

import org.jspecify.annotations.NullMarked;
