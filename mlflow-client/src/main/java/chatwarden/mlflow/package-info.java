/** A client of the REST API of MLflow 3: experiments, runs, models, their registry and files. */
@NullMarked
package chatwarden.mlflow;

import org.jspecify.annotations.NullMarked;
