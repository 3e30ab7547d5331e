/** Linear models over hashed n-grams: features, the weight file and the classifier. */
@NullMarked
package chatwarden.classifier.linear;

import org.jspecify.annotations.NullMarked;
