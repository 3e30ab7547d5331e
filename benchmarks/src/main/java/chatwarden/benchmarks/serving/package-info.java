/** Measures the work between a call and a model. */
@NullMarked
package chatwarden.benchmarks.serving;

import org.jspecify.annotations.NullMarked;
