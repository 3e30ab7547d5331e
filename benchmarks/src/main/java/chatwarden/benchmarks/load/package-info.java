/** Load on a running platform, and how long comments take from a source to a watcher. */
@NullMarked
package chatwarden.benchmarks.load;

import org.jspecify.annotations.NullMarked;
