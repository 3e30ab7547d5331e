/** Back-tests and replays of a bridge, added up from their pages and printed. */
@NullMarked
package chatwarden.standalone.backtest;

import org.jspecify.annotations.NullMarked;
