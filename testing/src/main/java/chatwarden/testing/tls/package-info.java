/** Certificates for servers under test. */
@NullMarked
package chatwarden.testing.tls;

import org.jspecify.annotations.NullMarked;
