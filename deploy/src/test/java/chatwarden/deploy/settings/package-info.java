/** The settings that deployments give to the processes. */
@NullMarked
package chatwarden.deploy.settings;

import org.jspecify.annotations.NullMarked;
