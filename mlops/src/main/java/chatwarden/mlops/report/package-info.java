/** A training run as one HTML page that needs nothing beside itself. */
@NullMarked
package chatwarden.mlops.report;

import org.jspecify.annotations.NullMarked;
