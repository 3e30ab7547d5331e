/** Stage 3: what a rewriter answers to a text, whatever makes its candidates. */
@NullMarked
package chatwarden.inference.rewriter;

import org.jspecify.annotations.NullMarked;
