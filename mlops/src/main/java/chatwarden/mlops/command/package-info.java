/** The commands `chatwarden train` and `chatwarden evaluate`. */
@NullMarked
package chatwarden.mlops.command;

import org.jspecify.annotations.NullMarked;
