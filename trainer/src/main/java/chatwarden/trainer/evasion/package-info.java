/** Copies of texts as people write them to get past a filter. */
@NullMarked
package chatwarden.trainer.evasion;

import org.jspecify.annotations.NullMarked;
