/** Runs the project's own text encoder: class scores by head and the kinds of abuse. */
@NullMarked
package chatwarden.inference.encoder;

import org.jspecify.annotations.NullMarked;
