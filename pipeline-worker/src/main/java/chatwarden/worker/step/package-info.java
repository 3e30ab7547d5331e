/** One attempt at a step: its command in a process of its own, its inputs and its outputs. */
@NullMarked
package chatwarden.worker.step;

import org.jspecify.annotations.NullMarked;
