/** Stage 2 as a service: the door, its models, and the server that holds both. */
@NullMarked
package chatwarden.tagger.server;

import org.jspecify.annotations.NullMarked;
