/** Tests of the client, and a double of the server. */
@NullMarked
package chatwarden.mlflow;

import org.jspecify.annotations.NullMarked;
