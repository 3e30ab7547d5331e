/** The chatwarden command line: one class a subcommand. */
@NullMarked
package chatwarden.standalone.command;

import org.jspecify.annotations.NullMarked;
