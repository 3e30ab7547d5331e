package chatwarden.serving.openinference;

import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferResponse;
import chatwarden.repository.ModelManifest;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.serving.door.Answer;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.TextCall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Has models answer texts that come as a tensor, with tensors.
 *
 * @param <M> the type of the models
 * @param <R> a model's answer to one text
 */
final class TensorInference<M extends AutoCloseable, R> {
  private final InferenceService<M, R> texts;
  private final List<AnswerTensor<R>> tensors;

  TensorInference(InferenceService<M, R> texts, List<AnswerTensor<R>> tensors) {
    this.texts = texts;
    this.tensors = tensors;
  }

  /** Returns the answers to the texts of a request, as {@link InferenceService#ask} gives them. */
  CompletionStage<ModelInferResponse> infer(ModelInferRequest request) {
    String model = ModelNames.of("model_name", request.getModelName(), request.getModelVersion());
    List<AnswerTensor<R>> wanted = wanted(request);
    List<String> elements = TextTensor.read(request);
    List<String> ids = Collections.nCopies(elements.size(), "");
    try {
      return texts
          .ask(new TextCall(ids, elements, "", model))
          .thenApply(answers -> response(request, wanted, answers));
    } catch (InvalidInputException e) {
      throw ofTensor(e);
    }
  }

  private List<AnswerTensor<R>> wanted(ModelInferRequest request) {
    if (request.getOutputsCount() == 0) {
      return tensors;
    }
    List<AnswerTensor<R>> wanted = new ArrayList<>();
    for (int i = 0; i < request.getOutputsCount(); i++) {
      String name = request.getOutputs(i).getName();
      String field = "outputs[" + i + "].name";
      wanted.add(
          tensors.stream()
              .filter(tensor -> tensor.name().equals(name) && !wanted.contains(tensor))
              .findFirst()
              .orElseThrow(
                  () ->
                      InvalidInputException.of(
                          field,
                          "not an output of the model (expected: each once of " + names() + ")")));
    }
    return wanted;
  }

  private String names() {
    return tensors.stream().map(AnswerTensor::name).collect(Collectors.joining(", "));
  }

  /** The problems with texts, in the words of this protocol. */
  private static InvalidInputException ofTensor(InvalidInputException fault) {
    return InvalidInputException.of(
        fault.reason(),
        fault.problems().stream()
            .map(
                problem ->
                    new FieldProblem(
                        problem.field().replaceFirst("^comments(\\[[0-9]+])\\.text$", "text$1"),
                        problem.problem()))
            .toList());
  }

  private ModelInferResponse response(
      ModelInferRequest request, List<AnswerTensor<R>> wanted, List<Answer<R>> answers) {
    ModelManifest manifest = answers.getFirst().manifest();
    ModelInferResponse.Builder response =
        ModelInferResponse.newBuilder()
            .setModelName(manifest.id().name())
            .setModelVersion(manifest.id().version())
            .setId(request.getId());
    TensorWriter<R> writer =
        new TensorWriter<>(
            response,
            manifest,
            answers.stream().map(Answer::result).toList(),
            request.getRawInputContentsCount() > 0);
    wanted.forEach(writer::add);
    return response.build();
  }
}
