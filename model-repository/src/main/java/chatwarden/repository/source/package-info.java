/** The places of models that the settings name, as one source. */
@NullMarked
package chatwarden.repository.source;

import org.jspecify.annotations.NullMarked;
