/** JSON Lines from outside: bounded, strict, and clear about what is wrong with a line. */
@NullMarked
package chatwarden.runtime.jsonl;

import org.jspecify.annotations.NullMarked;
