/** Benchmarks of stage 3. */
@NullMarked
package chatwarden.benchmarks.rewriter;

import org.jspecify.annotations.NullMarked;
