/** The console of the models that are served. */
@NullMarked
package chatwarden.bridge.console;

import org.jspecify.annotations.NullMarked;
