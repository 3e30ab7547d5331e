/**
 * Linear models over hashed n-grams and patterns of words: features, the weight file, the
 * classifier.
 */
@NullMarked
package chatwarden.inference.linear;

import org.jspecify.annotations.NullMarked;
