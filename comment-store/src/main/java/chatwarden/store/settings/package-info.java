/** What the moderators of each chat want flagged. */
@NullMarked
package chatwarden.store.settings;

import org.jspecify.annotations.NullMarked;
