/** The command line as scripts and people use it. */
@NullMarked
package chatwarden.it.command;

import org.jspecify.annotations.NullMarked;
