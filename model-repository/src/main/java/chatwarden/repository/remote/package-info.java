/** Versions of models outside of this machine: their files, downloaded, checked and kept. */
@NullMarked
package chatwarden.repository.remote;

import org.jspecify.annotations.NullMarked;
