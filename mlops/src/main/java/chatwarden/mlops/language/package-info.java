/** Training of the language detector. */
@NullMarked
package chatwarden.mlops.language;

import org.jspecify.annotations.NullMarked;
