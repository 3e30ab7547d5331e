/** Whether the engines that a process needs do their work. */
@NullMarked
package chatwarden.runtime.health;

import org.jspecify.annotations.NullMarked;
