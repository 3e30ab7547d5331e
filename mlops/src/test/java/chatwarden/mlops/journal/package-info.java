/** Tests of the journal of trainings. */
@NullMarked
package chatwarden.mlops.journal;

import org.jspecify.annotations.NullMarked;
