/** Readers of the documents that describe deployments. */
@NullMarked
package chatwarden.deploy.document;

import org.jspecify.annotations.NullMarked;
