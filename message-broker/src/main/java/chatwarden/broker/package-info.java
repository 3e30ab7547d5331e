/**
 * The broker: its queues, a connection that comes back, confirmed publishing, acknowledged
 * consuming.
 */
@NullMarked
package chatwarden.broker;

import org.jspecify.annotations.NullMarked;
