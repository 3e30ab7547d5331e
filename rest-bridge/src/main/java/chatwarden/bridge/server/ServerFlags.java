package chatwarden.bridge.server;

import com.linecorp.armeria.common.FlagsProvider;

/**
 * The paths that Armeria accepts: an id of a comment or an author may be {@code ..}, and is after
 * the question mark where no path can hold it. Read by Armeria itself, once, before everything
 * else.
 */
public final class ServerFlags implements FlagsProvider {

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Boolean allowDoubleDotsInQueryString() {
    return true;
  }
}
