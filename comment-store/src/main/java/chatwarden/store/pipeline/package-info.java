/** The pipelines, their runs, and the leases under which workers run their steps. */
@NullMarked
package chatwarden.store.pipeline;

import org.jspecify.annotations.NullMarked;
