/** The counts by hour that are compared to find drift, and the last comparison of texts. */
@NullMarked
package chatwarden.store.sketch;

import org.jspecify.annotations.NullMarked;
