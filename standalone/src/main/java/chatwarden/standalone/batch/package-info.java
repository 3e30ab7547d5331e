/** Runs of a model over a file of records, which go on where they were cut. */
@NullMarked
package chatwarden.standalone.batch;

import org.jspecify.annotations.NullMarked;
