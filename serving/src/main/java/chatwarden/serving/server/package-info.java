/** Model servers: everything that they have in common, and the description of one. */
@NullMarked
package chatwarden.serving.server;

import org.jspecify.annotations.NullMarked;
