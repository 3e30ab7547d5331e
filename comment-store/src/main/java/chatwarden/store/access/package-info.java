/** Who may call: roles, and the API keys of programs. */
@NullMarked
package chatwarden.store.access;

import org.jspecify.annotations.NullMarked;
