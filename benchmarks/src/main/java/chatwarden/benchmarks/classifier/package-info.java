/** How long stage 1 takes for a comment, beside a straightforward way to do the same. */
@NullMarked
package chatwarden.benchmarks.classifier;

import org.jspecify.annotations.NullMarked;
