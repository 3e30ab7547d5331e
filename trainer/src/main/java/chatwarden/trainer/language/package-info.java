/** Training of the language detector. */
@NullMarked
package chatwarden.trainer.language;

import org.jspecify.annotations.NullMarked;
