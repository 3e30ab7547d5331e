/** The settings of the chats that are read, as they stand now. */
@NullMarked
package chatwarden.ingest.policy;

import org.jspecify.annotations.NullMarked;
