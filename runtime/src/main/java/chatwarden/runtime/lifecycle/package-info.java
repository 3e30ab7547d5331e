/** Starting a process in order and stopping it in order, within a bounded time. */
@NullMarked
package chatwarden.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
