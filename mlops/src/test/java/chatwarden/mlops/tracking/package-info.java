/** Tests of tracking. */
@NullMarked
package chatwarden.mlops.tracking;

import org.jspecify.annotations.NullMarked;
