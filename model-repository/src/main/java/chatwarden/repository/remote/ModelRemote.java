package chatwarden.repository.remote;

import java.util.List;

/**
 * A place outside of this machine that names versions of models. {@link RemoteModelSource} makes a
 * source of it: it keeps the files, checks them and goes on with them while the place is away.
 *
 * <p>Called by one thread at a time.
 */
public interface ModelRemote {

  /**
   * Returns its name for logs and for its part of the cache: the same after a restart, different
   * from every other place's, and without a credential.
   */
  String name();

  /**
   * Returns the versions that it names now; asks the place, at most for as long as a look may last.
   *
   * @throws chatwarden.runtime.error.ChatwardenException UNAVAILABLE, if the place is away; another
   *     code, if it refuses or names a wrong version
   */
  List<RemoteVersion> versions();
}
