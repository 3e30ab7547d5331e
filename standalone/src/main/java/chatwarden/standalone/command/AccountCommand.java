package chatwarden.standalone.command;

import chatwarden.account.v1.AccountServiceGrpc;
import chatwarden.account.v1.AccountServiceGrpc.AccountServiceBlockingStub;
import chatwarden.account.v1.EraseAccountRequest;
import chatwarden.account.v1.EraseAccountResponse;
import chatwarden.account.v1.ExportAccountRequest;
import chatwarden.account.v1.PseudonymizeReviewerRequest;
import chatwarden.standalone.account.AccountExportFile;
import chatwarden.standalone.account.AccountPages;
import chatwarden.standalone.account.LabelOwnerBuilder;
import chatwarden.standalone.labels.LabelErasure;
import chatwarden.standalone.labels.LabelFileCount;
import chatwarden.standalone.labels.LabelRows;
import io.grpc.Channel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
              + " Lines, and with --labels its rows in exported labels.",
      mixinStandardHelpOptions = true)
  int export(@Mixin Place place, @Mixin Account account, @Mixin LabelOptions labels)
      throws Exception {
    List<Path> files = labels.find();
    PrintWriter out = spec.commandLine().getOut();
    AccountExportFile export = new AccountExportFile(out);
    LabelOwnerBuilder owner = new LabelOwnerBuilder();
    String hash =
        place.bridge.call(
            channel ->
                AccountPages.read(
                    channel,
                    exportRequest(place, account),
                    record -> {
                      export.take(record);
                      owner.take(record);
                    }));
    long rows = files.isEmpty() ? 0 : LabelRows.write(owner.owner(hash, account.chat), files, out);
    out.flush();
    return export.records() + rows > 0 ? 0 : 1;
  }

  private static ExportAccountRequest exportRequest(Place place, Account account) {
    return ExportAccountRequest.newBuilder()
        .setAuthorId(account.author)
        .setChat(account.chat)
        .setReviewer(place.reviewer)
        .build();
  }

  @Command(
      name = "erase",
      description =
          "Erases an account, and with --labels its rows in exported labels; its comments until"
              + " now do not come back either. A run that broke off is completed by another.",
      mixinStandardHelpOptions = true)
  int erase(@Mixin Place place, @Mixin Account account, @Mixin LabelOptions labels)
      throws Exception {
    List<Path> files = labels.find();
    return place.bridge.call(
        channel -> {
          // Before the store, which has the texts that feedback in the files is found by.
          long rows = files.isEmpty() ? 0 : eraseLabels(channel, place, account, files);
          EraseAccountRequest request =
              EraseAccountRequest.newBuilder()
                  .setAuthorId(account.author)
                  .setChat(account.chat)
                  .setReviewer(place.reviewer)
                  .build();
          boolean found = print(timed(channel).eraseAccount(request));
          return found || rows > 0 ? 0 : 1;
        });
  }

  private long eraseLabels(Channel channel, Place place, Account account, List<Path> files)
      throws IOException {
    LabelOwnerBuilder owner = new LabelOwnerBuilder();
    String hash = AccountPages.read(channel, exportRequest(place, account), owner);
    LabelErasure erased = LabelErasure.run(owner.owner(hash, account.chat), files);
    PrintWriter out = spec.commandLine().getOut();
    for (LabelFileCount file : erased.files()) {
      out.println("removed %d of %d rows of %s".formatted(file.owned(), file.rows(), file.file()));
    }
    if (erased.conflicts() > 0) {
      out.println("removed %d conflicts of provenance.json".formatted(erased.conflicts()));
    }
    out.flush();
    return erased.removed() + erased.conflicts();
  }

  /** Prints the counts of an erasure; returns whether anything was found. */
  private boolean print(EraseAccountResponse erased) {
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
                ? "nothing was found in the store"
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
    return found > 0;
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
