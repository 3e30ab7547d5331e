/** What stage 2 costs a comment. */
@NullMarked
package chatwarden.benchmarks.tagger;

import org.jspecify.annotations.NullMarked;
