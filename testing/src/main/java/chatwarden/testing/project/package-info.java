/** The folder of the project under test. */
@NullMarked
package chatwarden.testing.project;

import org.jspecify.annotations.NullMarked;
