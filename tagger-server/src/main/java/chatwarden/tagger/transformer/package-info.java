/**
 * Token classifiers made elsewhere: an ONNX export with the tokenizer.json that it was made for.
 */
@NullMarked
package chatwarden.tagger.transformer;

import org.jspecify.annotations.NullMarked;
