/** The versions of models that exist, loaded, checked and kept alive while they are used. */
@NullMarked
package chatwarden.repository;

import org.jspecify.annotations.NullMarked;
