/** Authentication, permissions and rate limits: one gate for every service. */
@NullMarked
package chatwarden.bridge.access;

import org.jspecify.annotations.NullMarked;
