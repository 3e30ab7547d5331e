/** Stage 1 as a service: the door, its models, and the server that holds both. */
@NullMarked
package chatwarden.classifier.server;

import org.jspecify.annotations.NullMarked;
