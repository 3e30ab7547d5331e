/** One training run for all kinds of models: from data to a version that is served. */
@NullMarked
package chatwarden.mlops.run;

import org.jspecify.annotations.NullMarked;
