package chatwarden.standalone.command;

import chatwarden.classifier.server.ClassifierServer;
import picocli.CommandLine.Command;

@Command(
    name = "classifier",
    description = "Stage 1: the ClassifierService over the models of the repository.",
    mixinStandardHelpOptions = true)
final class ServeClassifierCommand extends ServeModelCommand {

  ServeClassifierCommand() {
    super(ClassifierServer.SERVICE);
  }
}
