/** Calls that no honest client makes, by every door of a started platform. */
@NullMarked
package chatwarden.it.fuzz;

import org.jspecify.annotations.NullMarked;
