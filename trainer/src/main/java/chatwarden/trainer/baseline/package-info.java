/** What detectors did before n-grams: hand-made features and a vote of classic learners. */
@NullMarked
package chatwarden.trainer.baseline;

import org.jspecify.annotations.NullMarked;
