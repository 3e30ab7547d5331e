/** What people think a comment deserved, as programs report it. */
@NullMarked
package chatwarden.store.feedback;

import org.jspecify.annotations.NullMarked;
