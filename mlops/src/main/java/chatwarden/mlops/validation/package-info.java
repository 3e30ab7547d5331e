/** Checks of labelled data before a model is trained on it. */
@NullMarked
package chatwarden.mlops.validation;

import org.jspecify.annotations.NullMarked;
