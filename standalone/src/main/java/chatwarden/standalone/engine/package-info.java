/**
 * The broker and the Redis that come with Chatwarden: they yield URIs, nothing behind them knows
 * the difference.
 */
@NullMarked
package chatwarden.standalone.engine;

import org.jspecify.annotations.NullMarked;
