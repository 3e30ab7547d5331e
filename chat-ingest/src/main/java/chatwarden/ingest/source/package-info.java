/** What a source of comments promises to the pipeline, and the sources that need no platform. */
@NullMarked
package chatwarden.ingest.source;

import org.jspecify.annotations.NullMarked;
