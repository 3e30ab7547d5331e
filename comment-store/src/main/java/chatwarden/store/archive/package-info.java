/** Backups: a file with everything that the platform keeps in Redis, or with one chat of it. */
@NullMarked
package chatwarden.store.archive;

import org.jspecify.annotations.NullMarked;
