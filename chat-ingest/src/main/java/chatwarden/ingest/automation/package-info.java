/** Tries the automation rules of chats on their comments. */
@NullMarked
package chatwarden.ingest.automation;

import org.jspecify.annotations.NullMarked;
