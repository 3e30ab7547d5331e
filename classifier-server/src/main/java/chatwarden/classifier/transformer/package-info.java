/** Text classifiers made elsewhere: ONNX exports of Hugging Face's tools. */
@NullMarked
package chatwarden.classifier.transformer;

import org.jspecify.annotations.NullMarked;
