/** How ONNX Runtime is asked to run a file. */
@NullMarked
package chatwarden.tagger.onnx;

import org.jspecify.annotations.NullMarked;
