/** What people decide on flagged comments, and the log of it. */
@NullMarked
package chatwarden.store.review;

import org.jspecify.annotations.NullMarked;
