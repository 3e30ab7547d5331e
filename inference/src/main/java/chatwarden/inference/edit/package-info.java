/**
 * The project's own rewriter: an edit network and word lists make candidates, which are guarded,
 * then ranked by similarity, strength and fluency.
 */
@NullMarked
package chatwarden.inference.edit;

import org.jspecify.annotations.NullMarked;
