/** The addresses of sources. */
@NullMarked
package chatwarden.domain.source;

import org.jspecify.annotations.NullMarked;
