/** The pipelines and their runs, for those who watch and control them. */
@NullMarked
package chatwarden.bridge.pipeline;

import org.jspecify.annotations.NullMarked;
