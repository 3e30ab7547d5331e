/** The stage 1 pipeline: from labelled texts to a new model version. */
@NullMarked
package chatwarden.mlops.stageone;

import org.jspecify.annotations.NullMarked;
