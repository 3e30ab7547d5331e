/** The roles of callers. */
@NullMarked
package chatwarden.domain.access;

import org.jspecify.annotations.NullMarked;
