/** The neural tagger: a network in ONNX Runtime over the tokens of the CRF, averaged with it. */
@NullMarked
package chatwarden.inference.neural;

import org.jspecify.annotations.NullMarked;
