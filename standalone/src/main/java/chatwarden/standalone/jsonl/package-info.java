/** Texts from JSON Lines to a model and its answers back, in order. */
@NullMarked
package chatwarden.standalone.jsonl;

import org.jspecify.annotations.NullMarked;
