/** The journals of trainings, repeated at an MLflow server: runs, models and their registry. */
@NullMarked
package chatwarden.mlops.tracking;

import org.jspecify.annotations.NullMarked;
