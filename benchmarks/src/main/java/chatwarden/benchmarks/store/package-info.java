/** Measures the store: its memory and the time of its queries. */
@NullMarked
package chatwarden.benchmarks.store;

import org.jspecify.annotations.NullMarked;
