package chatwarden.standalone.command;

import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.standalone.process.StoredKeys;
import chatwarden.store.access.ApiKey;
import chatwarden.store.access.NewApiKey;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The API keys of the bridge. They lie in Redis as digests; a key itself is shown once. */
@Command(
    name = "keys",
    description = "Makes, lists and revokes the API keys with which programs call the bridge.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
  }

  /** Where the keys are. */
  static final class Place {
    @Mixin private StoreOptions store = new StoreOptions();

    StoredKeys open() throws Exception {
      return StoredKeys.open(store.load());
    }
  }

  @Command(
      name = "create",
      description = "Makes a key and prints it, this once.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin Place place,
      @Option(
              names = "--role",
              paramLabel = "viewer|moderator|admin",
              defaultValue = "viewer",
              description = "What its holder may do. Default: ${DEFAULT-VALUE}.")
          String role,
      @Option(
              names = "--chat",
              paramLabel = "CHAT",
              arity = "1",
              description =
                  "The chat that it holds for, once for each; others look as if they did not"
                      + " exist. Default: every chat.")
          List<String> chats,
      @Parameters(paramLabel = "NAME", description = "Whose key it is, for people.") String name)
      throws Exception {
    Role given =
        Role.of(role)
            .orElseThrow(
                () ->
                    InvalidInputException.of(
                        "--role", "not a role (expected: viewer, moderator or admin)"));
    NewApiKey key = NewApiKey.create(name, given, scope(chats), Instant.now());
    try (StoredKeys stored = place.open()) {
      stored.keys().add(key.stored());
    }
    out().println(key.secret());
    spec.commandLine()
        .getErr()
        .printf(
            "key %s for %s, role %s, %s: it is shown this once%n",
            key.stored().id(), key.stored().name(), given, key.stored().chats());
    return 0;
  }

  private static ChatScope scope(@Nullable List<String> chats) {
    if (chats == null || chats.isEmpty()) {
      return ChatScope.ALL;
    }
    chats.forEach(chat -> ChatIds.check("--chat", chat));
    return ChatScope.of(chats);
  }

  @Command(
      name = "list",
      description = "Lists the keys in force: id, role, chats, time, name.",
      mixinStandardHelpOptions = true)
  int list(@Mixin Place place) throws Exception {
    try (StoredKeys stored = place.open()) {
      List<ApiKey> keys = stored.keys().list();
      for (ApiKey key : keys) {
        out()
            .printf(
                "%s  %-9s  %s  %s  %s%n",
                key.id(), key.role(), key.chats(), key.createTime(), key.name());
      }
      return 0;
    }
  }

  @Command(
      name = "revoke",
      description = "Takes a key out of force; its open calls end within seconds.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Mixin Place place,
      @Parameters(paramLabel = "ID", description = "The id of the key, as list shows it.")
          String id)
      throws Exception {
    try (StoredKeys stored = place.open()) {
      if (!stored.keys().revoke(id)) {
        throw FaultCode.NOT_FOUND.exception("KEY_NOT_FOUND", "no key has this id");
      }
      out().println("revoked " + id);
      return 0;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
