package chatwarden.standalone.process;

import chatwarden.domain.source.FileAddress;
import chatwarden.domain.source.SourceAddress;
import chatwarden.ingest.file.FilePlatform;
import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What {@code up} reads: the sample, a source, or nothing. */
public sealed interface PlayedChat {
  /** The chat that ships. */
  String SAMPLE = "sample";

  /** No chat at all. */
  String NONE = "none";

  /** How fast the sample is played, in comments a second: about as fast as people can read. */
  double SAMPLE_RATE = 8;

  /**
   * Starts to read it and follows it to its end.
   *
   * @return false when there is nothing to follow
   */
  boolean start(LocalBridge bridge, Config config, Consumer<WatchCommentsResponse> events)
      throws IOException, InterruptedException;

  /** Returns the settings with leave to read the file of this chat and the sample's folder. */
  default Config permitted(Config config) {
    List<String> roots = new ArrayList<>(config.get(FilePlatform.ROOTS));
    roots.add(SampleChat.folder(config).toString());
    file().ifPresent(roots::add);
    return config.with(FilePlatform.ROOTS, roots);
  }

  /** Returns the path of the file that is read, if it is one. */
  default Optional<String> file() {
    return Optional.empty();
  }

  /**
   * What {@code --source} and {@code --rate} mean.
   *
   * @throws InvalidInputException when the source is not understood or its file is missing
   */
  static PlayedChat of(String source, @Nullable Double rate) {
    return switch (source) {
      case SAMPLE -> new Sample(rate == null ? SAMPLE_RATE : rate);
      case NONE -> new Nothing();
      default -> new Source(checked(source), rate == null ? 0 : rate);
    };
  }

  private static String checked(String source) {
    SourceAddress address = SourceAddress.parse(source);
    if (!address.is(FileAddress.SCHEME)) {
      return source;
    }
    Path file = Path.of(address.value()).toAbsolutePath();
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw InvalidInputException.of("--source", "cannot read the file " + file);
    }
    return "file:" + file;
  }

  /** The chat that ships, played anew; over and over unless it goes as fast as it can. */
  record Sample(double rate) implements PlayedChat {
    @Override
    public boolean start(LocalBridge bridge, Config config, Consumer<WatchCommentsResponse> events)
        throws IOException, InterruptedException {
      Path file = SampleChat.write(SampleChat.folder(config), bridge.chats(), rate > 0);
      return new Source("file:" + file, rate).start(bridge, config, events);
    }
  }

  /** A source by its address. */
  record Source(String address, double rate) implements PlayedChat {
    @Override
    public Optional<String> file() {
      SourceAddress parsed = SourceAddress.parse(address);
      return parsed.is(FileAddress.SCHEME) ? Optional.of(parsed.value()) : Optional.empty();
    }

    @Override
    public boolean start(LocalBridge bridge, Config config, Consumer<WatchCommentsResponse> events)
        throws InterruptedException {
      String chat = SourceAddress.parse(address).defaultChat();
      try {
        Map<String, Chat> known = bridge.chats();
        bridge.startSession(
            Session.newBuilder().setSource(address).setCommentsPerSecond(rate).build());
        // Events printed by an earlier run are not printed again.
        String from = known.containsKey(chat) ? "" : "0-0";
        new ChatFollower(bridge.channel(), chat, from, events).follow();
        return true;
      } catch (StatusRuntimeException e) {
        throw StatusMapper.fromStatus(e);
      }
    }
  }

  /** Nothing: whoever calls starts sessions. */
  record Nothing() implements PlayedChat {
    @Override
    public boolean start(
        LocalBridge bridge, Config config, Consumer<WatchCommentsResponse> events) {
      return false;
    }
  }
}
