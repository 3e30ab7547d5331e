/** Opens ONNX files with ONNX Runtime. */
@NullMarked
package chatwarden.inference.onnx;

import org.jspecify.annotations.NullMarked;
