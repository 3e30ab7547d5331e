package chatwarden.standalone.command;

import chatwarden.account.v1.AccountServiceGrpc;
import chatwarden.account.v1.AccountServiceGrpc.AccountServiceBlockingStub;
import chatwarden.account.v1.EraseAccountRequest;
import chatwarden.account.v1.EraseAccountResponse;
import chatwarden.account.v1.ExportAccountRequest;
import chatwarden.account.v1.PseudonymizeReviewerRequest;
import chatwarden.standalone.account.AccountExportFile;
import io.grpc.Channel;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "account",
    description = "Exports or erases everything that is kept of an account. Takes the role admin.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:Done.", "1:Nothing was found.", "2:The bridge refused, or is away."})
final class AccountCommand implements Runnable {

  private static final int TIMEOUT_MINUTES = 30;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
  }

  /** The account. */
  static final class Account {
    @Option(
        names = "--author",
        paramLabel = "ID",
        required = true,
        description = "The platform's id of the account.")
    private String author = "";

    @Option(names = "--chat", paramLabel = "CHAT", description = "One chat. Default: all.")
    private String chat = "";
  }

  /** The bridge, and who calls it. */
  static final class Place {
    @Mixin private BridgeOptions bridge = new BridgeOptions();

    @Option(
        names = "--reviewer",
        paramLabel = "NAME",
        defaultValue = "${sys:user.name}",
        description = "Who does it, for the audit log. Default: the user of this machine.")
    private String reviewer = "";
  }

  @Command(
      name = "export",
      description =
          "Writes comments, decisions, bans, audit entries and dead letters of an account as JSON"
              + " Lines.",
      mixinStandardHelpOptions = true)
  int export(@Mixin Place place, @Mixin Account account) throws Exception {
    ExportAccountRequest request =
        ExportAccountRequest.newBuilder()
            .setAuthorId(account.author)
            .setChat(account.chat)
            .setReviewer(place.reviewer)
            .build();
    long records =
        place.bridge.call(
            channel ->
                AccountExportFile.write(
                    AccountServiceGrpc.newBlockingStub(channel),
                    request,
                    spec.commandLine().getOut()));
    spec.commandLine().getOut().flush();
    return records > 0 ? 0 : 1;
  }

  @Command(
      name = "erase",
      description =
          "Erases an account; its comments until now do not come back either. A run that broke"
              + " off is completed by another.",
      mixinStandardHelpOptions = true)
  int erase(@Mixin Place place, @Mixin Account account) throws Exception {
    EraseAccountRequest request =
        EraseAccountRequest.newBuilder()
            .setAuthorId(account.author)
            .setChat(account.chat)
            .setReviewer(place.reviewer)
            .build();
    EraseAccountResponse erased =
        place.bridge.call(channel -> timed(channel).eraseAccount(request));
    long found =
        erased.getCommentCount()
            + erased.getEventCount()
            + erased.getBanCount()
            + erased.getAuditEntryCount()
            + erased.getFeedbackCount()
            + erased.getDeadLetterCount();
    spec.commandLine()
        .getOut()
        .println(
            found == 0
                ? "nothing was found"
                : ("erased %d comments, %d events, bans in %d chats, %d pieces of feedback,"
                        + " %d dead letters; %d audit entries have the pseudonym %s")
                    .formatted(
                        erased.getCommentCount(),
                        erased.getEventCount(),
                        erased.getBanCount(),
                        erased.getFeedbackCount(),
                        erased.getDeadLetterCount(),
                        erased.getAuditEntryCount(),
                        erased.getAuthorHash()));
    return found > 0 ? 0 : 1;
  }

  @Command(
      name = "pseudonymize",
      description = "Puts a pseudonym in the place of a moderator who left.",
      mixinStandardHelpOptions = true)
  int pseudonymize(
      @Mixin Place place,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              defaultValue = "",
              description = "The name in the audit logs.")
          String name,
      @Option(
              names = "--caller",
              paramLabel = "CALLER",
              defaultValue = "",
              description = "The authenticated caller: key:ID or subject:SUB.")
          String caller)
      throws Exception {
    PseudonymizeReviewerRequest request =
        PseudonymizeReviewerRequest.newBuilder()
            .setName(name)
            .setCaller(caller)
            .setReviewer(place.reviewer)
            .build();
    long changed =
        place
            .bridge
            .call(channel -> timed(channel).pseudonymizeReviewer(request))
            .getChangedCount();
    spec.commandLine().getOut().println("changed " + changed);
    return changed > 0 ? 0 : 1;
  }

  private static AccountServiceBlockingStub timed(Channel channel) {
    return AccountServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(TIMEOUT_MINUTES, TimeUnit.MINUTES);
  }
}
