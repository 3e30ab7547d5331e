/** What the stored comments of a chat add up to. */
@NullMarked
package chatwarden.store.statistics;

import org.jspecify.annotations.NullMarked;
