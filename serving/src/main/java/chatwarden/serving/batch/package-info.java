/** Runs rows of many callers together, and gives every caller the answers to its own. */
@NullMarked
package chatwarden.serving.batch;

import org.jspecify.annotations.NullMarked;
