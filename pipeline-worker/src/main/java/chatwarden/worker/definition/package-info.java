/** The files that define pipelines, and when their schedules fire. */
@NullMarked
package chatwarden.worker.definition;

import org.jspecify.annotations.NullMarked;
