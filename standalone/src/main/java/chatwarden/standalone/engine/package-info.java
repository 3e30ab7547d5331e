/** The engines that come along: a broker inside this JVM and a Redis beside it. They yield URIs. */
@NullMarked
package chatwarden.standalone.engine;

import org.jspecify.annotations.NullMarked;
