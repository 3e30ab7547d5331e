/**
 * Windows of comments from files and from a platform's store, and what their comparison came to.
 */
@NullMarked
package chatwarden.mlops.drift;

import org.jspecify.annotations.NullMarked;
