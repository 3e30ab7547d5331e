/** Files of JSON Lines as a platform: a file is played as a live chat. */
@NullMarked
package chatwarden.ingest.file;

import org.jspecify.annotations.NullMarked;
