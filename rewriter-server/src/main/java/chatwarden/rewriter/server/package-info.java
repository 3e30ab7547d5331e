/** Stage 3 as a service: the door, its models, and the server that holds both. */
@NullMarked
package chatwarden.rewriter.server;

import org.jspecify.annotations.NullMarked;
