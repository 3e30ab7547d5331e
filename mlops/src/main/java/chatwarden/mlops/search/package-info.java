/** Random search over named parameters that stops hopeless trials early and can be resumed. */
@NullMarked
package chatwarden.mlops.search;

import org.jspecify.annotations.NullMarked;
