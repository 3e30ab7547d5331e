package chatwarden.standalone.command;

import chatwarden.tagger.server.TaggerServer;
import picocli.CommandLine.Command;

@Command(
    name = "tagger",
    description = "Stage 2: the TaggerService over the models of the repository.",
    mixinStandardHelpOptions = true)
final class ServeTaggerCommand extends ServeModelCommand {

  ServeTaggerCommand() {
    super(TaggerServer.SERVICE);
  }
}
