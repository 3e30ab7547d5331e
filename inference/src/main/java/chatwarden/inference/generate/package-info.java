/** Generation of text by exported language models: decoding with the states of earlier steps. */
@NullMarked
package chatwarden.inference.generate;

import org.jspecify.annotations.NullMarked;
