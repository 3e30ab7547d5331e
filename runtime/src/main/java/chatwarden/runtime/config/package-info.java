/** Settings of a process: declared as typed keys, read from file, environment and flags. */
@NullMarked
package chatwarden.runtime.config;

import org.jspecify.annotations.NullMarked;
