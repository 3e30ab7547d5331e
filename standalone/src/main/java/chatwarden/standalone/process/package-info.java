/** How the services are put together: all in one process, or each in its own. */
@NullMarked
package chatwarden.standalone.process;

import org.jspecify.annotations.NullMarked;
