package chatwarden.ingest.stage;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.rewriter.v1.RewriteTextRequest;
import chatwarden.rewriter.v1.RewriteTextResponse;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.rewriter.v1.TextToRewrite;
import chatwarden.runtime.grpc.CallPriority;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.RewriteCandidate;
import chatwarden.type.v1.RewriteVerdict;
import chatwarden.type.v1.Rewriting;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A classifier, a tagger and a rewriter over real gRPC that know the golden chats, and fail where a
 * test says so.
 */
final class GoldenEngines implements AutoCloseable {

  /** The fault of a call by its texts; called on a thread that may block. */
  volatile Function<List<String>, Optional<Status>> classifierFault = texts -> Optional.empty();

  /** The same of the tagger. */
  volatile Function<List<String>, Optional<Status>> taggerFault = texts -> Optional.empty();

  /** The same of the rewriter. */
  volatile Function<List<String>, Optional<Status>> rewriterFault = texts -> Optional.empty();

  /** How many texts each call to the rewriter held. */
  final List<Integer> rewritten = new CopyOnWriteArrayList<>();

  /** How many texts each call to the classifier held. */
  final List<Integer> classified = new CopyOnWriteArrayList<>();

  /** How many texts each call to the tagger held. */
  final List<Integer> tagged = new CopyOnWriteArrayList<>();

  /** The texts that the tagger was asked about as known to be offensive. */
  final List<String> knownOffensive = new CopyOnWriteArrayList<>();

  /** The priorities of all calls to both. */
  final Set<CallPriority> priorities = ConcurrentHashMap.newKeySet();

  private final Server server;
  private final ManagedChannel channel;

  GoldenEngines() throws IOException {
    String name = UUID.randomUUID().toString();
    server =
        InProcessServerBuilder.forName(name)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .addService(CallPriority.read(new Classifier()))
            .addService(CallPriority.read(new Tagger()))
            .addService(new Rewriter())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static Comment comment(String text) {
    return Comment.newBuilder().setText(text).build();
  }

  private final class Classifier extends ClassifierServiceGrpc.ClassifierServiceImplBase {
    @Override
    public void classifyTexts(
        ClassifyTextsRequest request, StreamObserver<ClassifyTextsResponse> answer) {
      List<String> texts = request.getCommentsList().stream().map(TextToClassify::getText).toList();
      classified.add(texts.size());
      priorities.add(CallPriority.current());
      Optional<Status> fault = classifierFault.apply(texts);
      if (fault.isPresent()) {
        answer.onError(fault.get().asRuntimeException());
        return;
      }
      List<ClassifiedText> results = new ArrayList<>();
      for (String text : texts) {
        results.add(
            ClassifiedText.newBuilder()
                .setClassification(GoldenStages.classify(comment(text)).getClassification())
                .build());
      }
      answer.onNext(ClassifyTextsResponse.newBuilder().addAllClassifications(results).build());
      answer.onCompleted();
    }
  }

  private final class Tagger extends TaggerServiceGrpc.TaggerServiceImplBase {
    @Override
    public void tagSpans(TagSpansRequest request, StreamObserver<TagSpansResponse> answer) {
      List<String> texts = request.getCommentsList().stream().map(TextToTag::getText).toList();
      tagged.add(texts.size());
      if (request.getOffensive()) {
        knownOffensive.addAll(texts);
      }
      priorities.add(CallPriority.current());
      Optional<Status> fault = taggerFault.apply(texts);
      if (fault.isPresent()) {
        answer.onError(fault.get().asRuntimeException());
        return;
      }
      List<TaggedText> results = new ArrayList<>();
      for (String text : texts) {
        TaggedComment tagged =
            GoldenStages.tag(ClassifiedComment.newBuilder().setComment(comment(text)).build());
        results.add(TaggedText.newBuilder().setTagging(tagged.getTagging()).build());
      }
      answer.onNext(TagSpansResponse.newBuilder().addAllTaggings(results).build());
      answer.onCompleted();
    }
  }

  /** Proposes each text in capitals, which two candidates say. */
  private final class Rewriter extends RewriterServiceGrpc.RewriterServiceImplBase {
    @Override
    public void rewriteText(
        RewriteTextRequest request, StreamObserver<RewriteTextResponse> answer) {
      List<String> texts = request.getCommentsList().stream().map(TextToRewrite::getText).toList();
      rewritten.add(texts.size());
      Optional<Status> fault = rewriterFault.apply(texts);
      if (fault.isPresent()) {
        answer.onError(fault.get().asRuntimeException());
        return;
      }
      RewriteTextResponse.Builder response = RewriteTextResponse.newBuilder();
      for (String text : texts) {
        response.addRewritesBuilder().setRewriting(proposal(text));
      }
      answer.onNext(response.build());
      answer.onCompleted();
    }
  }

  /** Returns the rewriter's answer to a text. */
  static Rewriting proposal(String text) {
    String polite = text.toUpperCase(Locale.ROOT);
    return Rewriting.newBuilder()
        .setVerdict(RewriteVerdict.REWRITTEN)
        .setRewrite(polite)
        .addCandidates(RewriteCandidate.newBuilder().setText(polite).setSimilarity(0.9f))
        .addCandidates(RewriteCandidate.newBuilder().setText("").setSimilarity(0.1f))
        .setModel("golden@1")
        .build();
  }
}
