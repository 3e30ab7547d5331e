/** What a stage 1 model is: texts in, calibrated class probabilities and a decided label out. */
@NullMarked
package chatwarden.inference.classifier;

import org.jspecify.annotations.NullMarked;
