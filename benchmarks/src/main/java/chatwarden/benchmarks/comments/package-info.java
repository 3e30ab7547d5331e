/** The comments that the benchmarks of models read. */
@NullMarked
package chatwarden.benchmarks.comments;

import org.jspecify.annotations.NullMarked;
