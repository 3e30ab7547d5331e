package chatwarden.mlops.command;

import chatwarden.mlops.language.LanguageTraining;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "language",
    description =
        "Trains the language detector from vi.txt, en.txt and other.txt in DIR, as"
            + " models/training/language/texts.py writes them.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {"0:The files are written.", "2:They could not be."})
final class TrainLanguageCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--texts",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the lines.")
  private Path folder = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to write language.bin and other-languages.bin to.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    PrintWriter printed = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    List<String> vietnamese = lines("vi.txt");
    List<String> english = lines("en.txt");
    List<String> both = new ArrayList<>(vietnamese);
    both.addAll(english);
    Files.write(out.resolve("language.bin"), LanguageTraining.train(vietnamese, english).toBytes());
    Files.write(
        out.resolve("other-languages.bin"),
        LanguageTraining.train(lines("other.txt"), both).toBytes());
    printed.println("wrote language.bin and other-languages.bin to " + out);
    return 0;
  }

  private List<String> lines(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isReadable(file)) {
      throw InvalidInputException.of("--texts", "cannot read the file " + file);
    }
    return Files.readAllLines(file);
  }
}
