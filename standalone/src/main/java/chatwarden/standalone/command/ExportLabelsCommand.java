package chatwarden.standalone.command;

import chatwarden.standalone.labels.LabelExport;
import chatwarden.standalone.labels.LabelPlan;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "labels",
    description = {
      "Writes the decisions of moderators and the feedback of callers as a data set that"
          + " `chatwarden train stage1 --data DIR` reads: train.csv, dev.csv, dataset.yaml and"
          + " provenance.json.",
      "Decisions that were taken back are left out, and of several on a comment the last counts."
          + " Ids of authors are hashed with a key that stays in the store. Takes the role admin;"
          + " the audit log of each chat has the export.",
      "`chatwarden data validate DIR` checks the result."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:The folder is written.",
      "1:The platform has no label.",
      "2:The export failed."
    })
final class ExportLabelsCommand implements Callable<Integer> {
  @Mixin private BridgeOptions bridge = new BridgeOptions();

  @Option(
      names = "--chat",
      paramLabel = "CHAT",
      description = "A chat; may be repeated. Default: all.")
  private List<String> chats = List.of();

  @Option(
      names = "--language",
      paramLabel = "vi|en",
      description = "Only texts of this language. Default: all.")
  private @Nullable Language language;

  @Option(names = "--no-feedback", description = "Leaves out the feedback of callers.")
  private boolean noFeedback;

  @Option(
      names = "--reviewer",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who exports, for the audit log. Default: the user of this machine.")
  private String reviewer = "";

  @Option(
      names = "--dev-share",
      paramLabel = "S",
      description =
          "The share of the rows for dev.csv, at most. Rows that share an author or a text are on"
              + " one side. Default: 0.2.")
  private double devShare = 0.2;

  @Option(
      names = "--usage",
      paramLabel = "any|research",
      description = "The use that the texts allow, for dataset.yaml. Default: not stated.")
  private @Nullable Usage usage;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      description = "The licence of the texts, for dataset.yaml. Default: not stated.")
  private @Nullable String licence;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where to write: a new or an empty folder.")
  private Path out = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** The languages of data sets. */
  enum Language {
    VI,
    EN
  }

  /** The uses that a data set may allow. */
  enum Usage {
    ANY,
    RESEARCH
  }

  @Override
  public Integer call() throws Exception {
    LabelPlan plan =
        new LabelPlan(
            bridge.target(),
            new HashSet<>(chats),
            word(language),
            !noFeedback,
            reviewer,
            devShare,
            word(usage),
            licence == null ? "" : licence,
            out);
    return bridge.call(
        channel -> {
          int rows = new LabelExport(plan, channel).write();
          spec.commandLine().getOut().println("wrote %d rows to %s".formatted(rows, out));
          return rows > 0 ? 0 : 1;
        });
  }

  private static String word(@Nullable Enum<?> choice) {
    return choice == null ? "" : choice.name().toLowerCase(Locale.ROOT);
  }
}
