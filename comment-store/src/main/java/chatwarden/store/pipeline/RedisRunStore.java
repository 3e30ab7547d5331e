package chatwarden.store.pipeline;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.ReadStepLogResponse;
import chatwarden.mlops.v1.RunAction;
import chatwarden.mlops.v1.RunActionKind;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.IndexScan;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The pipelines and their runs in Redis. Safe for use by many threads. */
public final class RedisRunStore implements RunStore {

  private static final byte[] RUNS = "runs".getBytes(StandardCharsets.UTF_8);
  private static final byte[] PIPELINES = "pipelines".getBytes(StandardCharsets.UTF_8);

  /** Nothing is before 0-0, and Redis takes that for an error. */
  private static final Pattern ACTION = Pattern.compile("(?!0+-0+$)\\d{1,18}-\\d{1,18}");

  private final SharedConnection redis;
  private final InstantSource clock;

  /** A store on {@code redis}; new runs are named for the time of {@code clock}. */
  public RedisRunStore(SharedConnection redis, InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public PipelinePage pipelines(int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    String after = PageToken.read(pageToken, PIPELINES).map(IndexPlace::member).orElse("");
    List<Pipeline> rest =
        redis.ask(commands -> commands.hgetall(PipelineKeys.PIPELINES)).entrySet().stream()
            .filter(entry -> entry.getKey().compareTo(after) > 0)
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> pipeline(entry.getValue()))
            .toList();
    if (rest.size() <= size) {
      return new PipelinePage(rest, "");
    }
    String last = rest.get(size - 1).getName();
    return new PipelinePage(
        rest.subList(0, size), new PageToken(new IndexPlace(0, last)).write(PIPELINES));
  }

  private static Pipeline pipeline(byte[] proto) {
    try {
      return Pipeline.parseFrom(proto);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a pipeline in the store is not a Pipeline (a bug)", e);
    }
  }

  @Override
  public PipelineRun start(
      String pipeline, String id, Map<String, String> parameters, String caller) {
    if (!id.isEmpty()) {
      PipelineKeys.requireRun(id);
    }
    byte[] proto = redis.ask(commands -> commands.hget(PipelineKeys.PIPELINES, pipeline));
    if (proto == null) {
      throw FaultCode.NOT_FOUND.exception(
          "PIPELINE_NOT_FOUND",
          "no worker has read a pipeline of this name; `chatwarden serve pipelines` reads them");
    }
    Pipeline known = pipeline(proto);
    String more = "-" + UUID.randomUUID().toString().substring(0, 4);
    String name = id.isEmpty() ? RunStart.id(known, clock.instant(), more) : id;
    PipelineRun run = RunStart.of(known, name, parameters, caller);
    if (redis.runForNumber(RunStart.call(run, "")) == 0) {
      throw RunStart.goesOn(pipeline);
    }
    return required(name);
  }

  @Override
  public Optional<PipelineRun> find(String id) {
    return PipelineKeys.isRun(id)
        ? RunHash.read(redis.ask(commands -> commands.hgetall(PipelineKeys.run(id))))
        : Optional.empty();
  }

  private PipelineRun required(String id) {
    return find(id).orElseThrow(RedisRunStore::unknown);
  }

  @Override
  public RunPage list(int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    Optional<IndexPlace> after = PageToken.read(pageToken, RUNS);
    IndexScan scan = new IndexScan(redis, PipelineKeys.RUNS, Range.unbounded(), after);
    List<IndexPlace> places = scan.next(size);
    List<PipelineRun> runs =
        places.stream().map(place -> find(place.member())).flatMap(Optional::stream).toList();
    boolean more = places.size() == size && !scan.next(1).isEmpty();
    return new RunPage(runs, more ? new PageToken(places.getLast()).write(RUNS) : "");
  }

  @Override
  public PipelineRun cancel(String id, String caller) {
    return change(id, "cancel", caller);
  }

  @Override
  public PipelineRun resume(String id, String caller) {
    return change(id, "resume", caller);
  }

  private PipelineRun change(String id, String action, String caller) {
    if (!PipelineKeys.isRun(id)) {
      throw unknown();
    }
    long answer = redis.runForNumber(changeCall(id, action, caller));
    if (answer == -1) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "RUN_DONE", "the run is done; run the pipeline again instead");
    } else if (answer == -2) {
      throw RunStart.goesOn(required(id).getPipeline());
    }
    return required(id);
  }

  static ScriptCall changeCall(String id, String action, String caller) {
    return new ScriptCall(Script.CHANGE_RUN)
        .key(PipelineKeys.run(id))
        .key(PipelineKeys.OPEN)
        .key(PipelineKeys.NEWEST)
        .key(PipelineKeys.ACTIONS)
        .argument(action)
        .argument(caller)
        .argument(RunStart.LOG_LENGTH);
  }

  private static ChatwardenException unknown() {
    return FaultCode.NOT_FOUND.exception("RUN_NOT_FOUND", "no run has this id");
  }

  @Override
  public ReadStepLogResponse log(String run, String step) {
    PipelineRun known = required(run);
    if (known.getStepsList().stream().noneMatch(each -> each.getStep().getName().equals(step))) {
      throw FaultCode.NOT_FOUND.exception("STEP_NOT_FOUND", "the run has no step of this name");
    }
    byte[] text = redis.ask(commands -> commands.get(PipelineKeys.log(run, step)));
    if (text == null) {
      return ReadStepLogResponse.getDefaultInstance();
    }
    byte[] skipped =
        redis.ask(commands -> commands.hget(PipelineKeys.run(run), step + ":logSkipped"));
    return ReadStepLogResponse.newBuilder()
        .setText(text(text))
        .setSkippedBytes(skipped == null ? 0 : Long.parseLong(text(skipped)))
        .build();
  }

  @Override
  public RunActionPage actions(int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    if (!pageToken.isEmpty() && !ACTION.matcher(pageToken).matches()) {
      throw PageToken.refusal();
    }
    Range<String> before =
        pageToken.isEmpty()
            ? Range.create("-", "+")
            : Range.from(Range.Boundary.including("-"), Range.Boundary.excluding(pageToken));
    List<RunAction> found =
        redis
            .ask(
                commands -> commands.xrevrange(PipelineKeys.ACTIONS, before, Limit.from(size + 1L)))
            .stream()
            .map(RedisRunStore::action)
            .toList();
    boolean more = found.size() > size;
    List<RunAction> page = more ? found.subList(0, size) : found;
    return new RunActionPage(page, more ? page.getLast().getId() : "");
  }

  private static RunAction action(StreamMessage<String, byte[]> message) {
    Map<String, byte[]> fields = message.getBody();
    return RunAction.newBuilder()
        .setId(message.getId())
        .setCreateTime(StoredTime.ofMillis(Long.parseLong(word(fields, "millis"))))
        .setPipeline(word(fields, "pipeline"))
        .setRun(word(fields, "run"))
        .setKind(RunActionKind.valueOf(word(fields, "kind")))
        .setCaller(word(fields, "caller"))
        .build();
  }

  private static String word(Map<String, byte[]> fields, String name) {
    return text(fields.getOrDefault(name, new byte[0]));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
