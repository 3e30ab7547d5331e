/** Takes the comments that callers push, into the session that is live for their chat. */
@NullMarked
package chatwarden.ingest.push;

import org.jspecify.annotations.NullMarked;
