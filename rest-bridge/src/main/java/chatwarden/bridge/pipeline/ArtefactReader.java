package chatwarden.bridge.pipeline;

import chatwarden.mlops.v1.Artefact;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.ReadArtefactRequest;
import chatwarden.mlops.v1.ReadArtefactResponse;
import chatwarden.mlops.v1.StepResult;
import chatwarden.mlops.v1.StepRun;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.pipeline.RunFolder;
import chatwarden.store.pipeline.RunStore;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Reads files that steps have made, in parts. Only files that the store lists for a step are read,
 * whatever else is in the folder. Blocks; safe for use by many threads.
 */
final class ArtefactReader {

  private static final int PART = 1 << 20;

  private final RunStore runs;
  private final RunFolder folder;

  ArtefactReader(RunStore runs, RunFolder folder) {
    this.runs = runs;
    this.folder = folder;
  }

  ReadArtefactResponse read(ReadArtefactRequest request) {
    if (request.getOffset() < 0) {
      throw InvalidInputException.of("offset", request.getOffset() + " (expected: >= 0)");
    }
    PipelineRun run = runs.find(request.getRun()).orElseThrow(ArtefactReader::unknown);
    StepResult result =
        run.getStepsList().stream()
            .filter(step -> step.getStep().getName().equals(request.getStep()))
            .map(StepRun::getResult)
            .findFirst()
            .orElseThrow(ArtefactReader::unknown);
    Artefact artefact =
        result.getArtefactsList().stream()
            .filter(made -> made.getPath().equals(request.getPath()))
            .findFirst()
            .orElseThrow(ArtefactReader::unknown);
    Path file = folder.made(run.getId(), result, artefact.getPath());
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer part = ByteBuffer.allocate(PART);
      while (part.hasRemaining()
          && channel.read(part, request.getOffset() + part.position()) >= 0) {
        // Read on until the part is full or the file ends.
      }
      return ReadArtefactResponse.newBuilder()
          .setContent(ByteString.copyFrom(part.flip()))
          .setSize(channel.size())
          .build();
    } catch (IOException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "ARTEFACT_AWAY",
          "the bridge cannot read the file in its "
              + RunFolder.FOLDER
              + "; it has to share that folder with the workers",
          e);
    }
  }

  private static ChatwardenException unknown() {
    return FaultCode.NOT_FOUND.exception(
        "ARTEFACT_NOT_FOUND", "no step of this run has made a file of this path");
  }
}
