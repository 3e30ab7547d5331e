/** Random search over named parameters that stops hopeless trials early and can be resumed. */
@NullMarked
package chatwarden.trainer.search;

import org.jspecify.annotations.NullMarked;
