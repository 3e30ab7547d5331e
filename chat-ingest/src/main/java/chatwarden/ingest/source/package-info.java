/** The seam between the pipeline and the platforms that chats are read from. */
@NullMarked
package chatwarden.ingest.source;

import org.jspecify.annotations.NullMarked;
