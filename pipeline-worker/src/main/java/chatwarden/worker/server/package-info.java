/** The worker as a part of a process: it reads definitions, fires schedules and runs steps. */
@NullMarked
package chatwarden.worker.server;

import org.jspecify.annotations.NullMarked;
