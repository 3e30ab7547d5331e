/** The Compose file and the monitoring beside it. */
@NullMarked
package chatwarden.deploy.compose;

import org.jspecify.annotations.NullMarked;
