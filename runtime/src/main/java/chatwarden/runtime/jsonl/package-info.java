/** JSON Lines from outside: bounded, strict, and clear about the problem of a line. */
@NullMarked
package chatwarden.runtime.jsonl;

import org.jspecify.annotations.NullMarked;
