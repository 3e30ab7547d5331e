/** Runs of the tools that check and start deployments. */
@NullMarked
package chatwarden.deploy.command;

import org.jspecify.annotations.NullMarked;
