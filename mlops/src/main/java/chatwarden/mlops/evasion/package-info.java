/** Copies of texts as people write them to get past a filter. */
@NullMarked
package chatwarden.mlops.evasion;

import org.jspecify.annotations.NullMarked;
