/** The image and the packages, built and started. */
@NullMarked
package chatwarden.deploy.installed;

import org.jspecify.annotations.NullMarked;
