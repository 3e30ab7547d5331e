/** The weight files of models: named tensors in the layout of safetensors, mapped and checked. */
@org.jspecify.annotations.NullMarked
package chatwarden.inference.weights;
