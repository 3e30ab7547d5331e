/** Where the project lies that is tested. */
@NullMarked
package chatwarden.testing.project;

import org.jspecify.annotations.NullMarked;
