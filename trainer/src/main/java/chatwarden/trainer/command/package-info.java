/** The commands `chatwarden train` and `chatwarden evaluate`. */
@NullMarked
package chatwarden.trainer.command;

import org.jspecify.annotations.NullMarked;
