/** Real Redis and RabbitMQ servers that tests start, kill and bring back. */
@NullMarked
package chatwarden.testing.engine;

import org.jspecify.annotations.NullMarked;
