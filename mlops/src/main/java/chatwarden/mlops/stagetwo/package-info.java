/** Stage 2 trained and measured: from annotated spans to a model directory. */
@NullMarked
package chatwarden.mlops.stagetwo;

import org.jspecify.annotations.NullMarked;
