/** What detectors did before n-grams: hand-made features and a vote of classic learners. */
@NullMarked
package chatwarden.mlops.baseline;

import org.jspecify.annotations.NullMarked;
