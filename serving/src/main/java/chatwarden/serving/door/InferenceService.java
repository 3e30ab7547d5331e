package chatwarden.serving.door;

import chatwarden.repository.ModelId;
import chatwarden.repository.ModelRepository;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.batch.Batcher;
import chatwarden.serving.batch.Refiner;
import chatwarden.serving.rollout.Comparison;
import chatwarden.serving.rollout.RolloutPart;
import chatwarden.serving.rollout.TextsRun;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls about texts with the models of a repository: chooses the model of every text, and
 * runs models through a {@link Batcher}, which puts texts of many calls together.
 *
 * <p>A call answers all of its texts, in their order, or fails as a whole. It may be made on any
 * thread and does not block; its texts are tokenised on that thread. A call keeps the version of
 * the model that was served when it came.
 *
 * @param <M> the type of the models
 * @param <R> what a model says of one text
 */
public final class InferenceService<M extends AutoCloseable, R> implements ServicePart {

  private static final String AUTO = Inference.ANY_LANGUAGE;
  private static final Pattern LANGUAGE_TAG =
      Pattern.compile("([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8}){0,8}");

  private final Inference<M, ?, R> inference;
  private final List<Inference<M, ?, R>> questions;
  private final InferenceParts<M> parts;
  private final RolloutPart<M, R> rollouts;

  /** Takes answers to the texts of a call before all of them are final. */
  @FunctionalInterface
  public interface FirstAnswers<T> {

    /** Takes the answer to the text at {@code place}; on any thread. */
    void take(int place, Answer<T> answer, boolean isFinal);
  }

  /**
   * @param server what the server is called in metrics and messages
   * @param detector asked only when a call leaves the language open
   * @param comparison compares the answers of two versions
   */
  public InferenceService(
      String server,
      ModelRepository<M> repository,
      Inference<M, ?, R> inference,
      LanguageIdentifier detector,
      Comparison<M, R> comparison,
      Config config,
      Telemetry telemetry) {
    this.inference = inference;
    this.questions = Stream.concat(Stream.of(inference), inference.variants().stream()).toList();
    Batcher batcher = new Batcher(server, ServingKeys.batches(config), telemetry.registry());
    Refiner refiner = new Refiner(server, ServingKeys.refinement(config), telemetry.registry());
    this.rollouts =
        new RolloutPart<>(
            server,
            repository,
            questions.stream().<TextsRun<M, R>>map(DirectRun::new).toList(),
            comparison,
            () -> batcher.isBusy() || refiner.isBusy(),
            config,
            telemetry.registry());
    this.parts =
        new InferenceParts<>(
            repository,
            detector,
            config.get(ServingKeys.DEFAULT_LANGUAGE),
            new TextMetrics(server, telemetry.registry()),
            new CountsByModel(),
            rollouts.rollouts(),
            batcher,
            refiner);
  }

  @Override
  public String name() {
    return parts.batcher().name();
  }

  @Override
  public void start() {
    parts.batcher().start();
    parts.refiner().start();
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    parts.batcher().drain(timeout);
    parts.refiner().drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
  }

  @Override
  public void close() {
    parts.batcher().close();
    parts.refiner().close();
  }

  /** Returns the part for rollouts, to be started before the models are. */
  public RolloutPart<M, R> rollouts() {
    return rollouts;
  }

  /** Returns the work of a version of a model since the server started. */
  public ModelCounts counts(ModelId id) {
    return parts.counts().of(id);
  }

  /** How long a call that comes now is expected to wait, in nanoseconds; see {@link Batcher}. */
  public long expectedWaitNanos() {
    return parts.batcher().expectedWaitNanos();
  }

  /**
   * The answers to {@code call}, for the caller of the current gRPC context: one that is cancelled
   * or late is not run. The stage completes on an inference thread.
   *
   * @throws chatwarden.runtime.error.ChatwardenException if the call is refused at once
   */
  public CompletionStage<List<Answer<R>>> ask(TextCall call) {
    return ask(call, inference, null, usual());
  }

  /**
   * As {@link #ask(TextCall)}, with the answers before they are all final, which are waited for as
   * long as it takes.
   *
   * @param first takes the first answer to each text
   */
  public CompletionStage<List<Answer<R>>> ask(TextCall call, FirstAnswers<R> first) {
    return ask(call, inference, first, usual());
  }

  /**
   * As {@link #ask(TextCall)}, with another question to the same models.
   *
   * @param question runs as the usual one does; calls share batches where it is the same object
   */
  public <P, T> CompletionStage<List<Answer<T>>> ask(TextCall call, Inference<M, P, T> question) {
    int number = questions.indexOf(question);
    return number < 0
        ? ask(call, question, null, ComparedQuestion.none())
        : ask(
            call,
            question,
            null,
            new ComparedQuestion<>(number, answer -> rollouts.compared(known(answer))));
  }

  private ComparedQuestion<R> usual() {
    return new ComparedQuestion<>(0, rollouts::compared);
  }

  @SuppressWarnings("unchecked") // Called for answers to the questions of this service alone.
  private R known(Object answer) {
    return (R) answer;
  }

  private <P, T> CompletionStage<List<Answer<T>>> ask(
      TextCall call,
      Inference<M, P, T> question,
      @Nullable FirstAnswers<T> first,
      ComparedQuestion<T> compared) {
    TextLimits.check(call);
    String language = primaryLanguage(call.language());
    InferenceCall<M, P, T> asking = new InferenceCall<>(parts, call, question, first, compared);
    if (!call.model().isEmpty()) {
      return asking.one(parts.repository().lease(call.model()), language);
    }
    return language.equals(AUTO)
        ? asking.eachInItsLanguage()
        : asking.one(parts.repository().leaseFor(language), language);
  }

  private static String primaryLanguage(String tag) {
    if (tag.isEmpty() || tag.equals(AUTO)) {
      return AUTO;
    }
    var matcher = LANGUAGE_TAG.matcher(tag);
    if (!matcher.matches()) {
      throw InvalidInputException.of(
          "language", "not a BCP 47 tag (expected: auto, or a tag like vi or en-US)");
    }
    return matcher.group(1).toLowerCase(Locale.ROOT);
  }
}
