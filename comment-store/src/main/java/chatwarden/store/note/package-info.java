/** The notes of moderators on authors. */
@NullMarked
package chatwarden.store.note;

import org.jspecify.annotations.NullMarked;
