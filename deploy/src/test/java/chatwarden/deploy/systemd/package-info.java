/** The systemd units and the Makefile. */
@NullMarked
package chatwarden.deploy.systemd;

import org.jspecify.annotations.NullMarked;
