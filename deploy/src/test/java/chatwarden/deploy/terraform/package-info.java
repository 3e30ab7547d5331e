/** Rules for the Terraform of Azure. */
@NullMarked
package chatwarden.deploy.terraform;

import org.jspecify.annotations.NullMarked;
