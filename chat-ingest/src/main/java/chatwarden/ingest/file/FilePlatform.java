package chatwarden.ingest.file;

import chatwarden.domain.source.FileAddress;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.Platform;
import chatwarden.ingest.source.PlatformConnection;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Files of the ingest host. */
public final class FilePlatform implements Platform {
  /** The folders and files that sessions may read. */
  public static final ConfigKey<List<String>> ROOTS =
      ConfigKey.list(
          "ingest.file-roots",
          List.of(),
          "The folders and files of the ingest host that sessions with file: sources may read."
              + " Empty permits none; `up` adds the file that --source names.");

  @Override
  public String scheme() {
    return FileAddress.SCHEME;
  }

  @Override
  public List<ConfigKey<?>> settings() {
    return List.of(ROOTS);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.RESUMES, Capability.ENDS, Capability.PACED);
  }

  @Override
  public PlatformConnection connect(Config config, SourceClock clock, MeterRegistry registry) {
    return new Files(new FileRoots(config.get(ROOTS).stream().map(Path::of).toList()), clock);
  }

  private record Files(FileRoots roots, SourceClock clock) implements PlatformConnection {

    @Override
    public ChatSource open(Session session, String path, Optional<byte[]> checkpoint)
        throws SourceException {
      return new FileSource(
          roots.file(path), session.getChat(), session.getCommentsPerSecond(), checkpoint, clock);
    }
  }
}
