/**
 * Parquet files: read by Hardwood, written by row groups so that a file goes on where it was cut.
 */
@NullMarked
package chatwarden.standalone.parquet;

import org.jspecify.annotations.NullMarked;
