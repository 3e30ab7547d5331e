package chatwarden.mlops.run;

import chatwarden.mlops.journal.RunEvent;
import chatwarden.mlops.journal.RunJournal;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;

/** Writes the journal of one run. */
final class RunLog {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final int UNIQUE = 8;

  private final RunContext context;
  private final RunJournal journal;

  private RunLog(RunContext context, RunJournal journal) {
    this.context = context;
    this.journal = journal;
  }

  static RunLog begin(VersionTarget target, Map<String, String> parameters, RunContext context)
      throws IOException {
    Instant now = context.clock().instant();
    String key =
        "%s-%s-%s-%s"
            .formatted(
                TIME.format(now),
                target.name(),
                target.version(),
                UUID.randomUUID().toString().substring(0, UNIQUE));
    RunJournal journal =
        RunJournal.begin(
            target.models(),
            new RunEvent.Began(
                key,
                target.name(),
                target.version(),
                now.toEpochMilli(),
                context.user(),
                context.commit(),
                parameters));
    context.observer().appended(journal);
    return new RunLog(context, journal);
  }

  void note(LongFunction<RunEvent> event) throws IOException {
    journal.append(event.apply(context.clock().millis()));
    context.observer().appended(journal);
  }

  /** Keeps the pages of a version beside the journal, and notes the version. */
  void wrote(
      Path from, Path folder, VersionTarget target, boolean accepted, Map<String, String> gate)
      throws IOException {
    for (String page : List.of(VersionFolder.CARD, VersionFolder.REPORT)) {
      Files.copy(
          from.resolve(page), journal.folder().resolve(page), StandardCopyOption.REPLACE_EXISTING);
    }
    ModelManifest manifest = ModelFiles.manifest(from);
    Map<String, String> files = new LinkedHashMap<>();
    manifest.files().forEach(file -> files.put(file.path(), file.sha256()));
    files.put(ModelFiles.MANIFEST, ModelFile.of(from.resolve(ModelFiles.MANIFEST)).sha256());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("task", manifest.task());
    facts.put("format", manifest.format());
    facts.put("languages", String.join(",", manifest.languages()));
    facts.put("usage", manifest.usage().word());
    if (target.candidate()) {
      facts.put(RunEvent.CANDIDATE, "yes");
    }
    note(
        time ->
            new RunEvent.Wrote(
                String.valueOf(folder.getFileName()), accepted, files, facts, gate, time));
  }
}
