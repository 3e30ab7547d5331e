/** The workflows of GitHub Actions. */
@NullMarked
package chatwarden.deploy.workflow;

import org.jspecify.annotations.NullMarked;
