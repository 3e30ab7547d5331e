/** Child processes and the ports that they listen on. */
@NullMarked
package chatwarden.testing.process;

import org.jspecify.annotations.NullMarked;
