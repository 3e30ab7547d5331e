/** The weight files of models: named tensors in the layout of safetensors, mapped and checked. */
@NullMarked
package chatwarden.inference.weights;

import org.jspecify.annotations.NullMarked;
