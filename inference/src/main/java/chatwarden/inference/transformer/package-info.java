/** Runs transformers that Hugging Face's tools exported to ONNX. */
@NullMarked
package chatwarden.inference.transformer;

import org.jspecify.annotations.NullMarked;
