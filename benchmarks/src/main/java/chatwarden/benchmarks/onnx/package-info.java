/** Models of ONNX, written and put together without Python. */
@NullMarked
package chatwarden.benchmarks.onnx;

import org.jspecify.annotations.NullMarked;
