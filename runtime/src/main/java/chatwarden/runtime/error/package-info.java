/** The faults that this project knows, each with a reason that programs can rely on. */
@NullMarked
package chatwarden.runtime.error;

import org.jspecify.annotations.NullMarked;
