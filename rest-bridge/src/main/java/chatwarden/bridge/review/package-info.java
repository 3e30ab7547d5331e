/** The doors to reviews and to the audit log. */
@NullMarked
package chatwarden.bridge.review;

import org.jspecify.annotations.NullMarked;
