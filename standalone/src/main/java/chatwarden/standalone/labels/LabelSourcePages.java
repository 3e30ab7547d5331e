package chatwarden.standalone.labels;

import chatwarden.labels.v1.ExportDecisionLabelsRequest;
import chatwarden.labels.v1.ExportDecisionLabelsResponse;
import chatwarden.labels.v1.ExportFeedbackLabelsRequest;
import chatwarden.labels.v1.ExportFeedbackLabelsResponse;
import chatwarden.labels.v1.LabelServiceGrpc;
import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.ListChatsResponse;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import io.grpc.Channel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads chats and labels from a bridge, page by page. Blocks; used by one thread. */
final class LabelSourcePages {

  private static final int PAGE = 500;
  private static final long TIMEOUT_SECONDS = 60;

  private final Channel channel;
  private final String reviewer;

  LabelSourcePages(Channel channel, String reviewer) {
    this.channel = channel;
    this.reviewer = reviewer;
  }

  void chats(Consumer<Chat> each) {
    String token = "";
    do {
      ListChatsResponse page =
          LiveChatServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .listChats(
                  ListChatsRequest.newBuilder().setPageSize(PAGE).setPageToken(token).build());
      page.getChatsList().forEach(each);
      token = page.getNextPageToken();
    } while (!token.isEmpty());
  }

  void decisions(String chat, Consumer<ExportDecisionLabelsResponse> each) {
    String token = "";
    do {
      ExportDecisionLabelsResponse page =
          LabelServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .exportDecisionLabels(
                  ExportDecisionLabelsRequest.newBuilder()
                      .setChat(chat)
                      .setPageSize(PAGE)
                      .setPageToken(token)
                      .setReviewer(reviewer)
                      .build());
      each.accept(page);
      token = page.getNextPageToken();
    } while (!token.isEmpty());
  }

  void feedback(Consumer<ExportFeedbackLabelsResponse> each) {
    String token = "";
    do {
      ExportFeedbackLabelsResponse page =
          LabelServiceGrpc.newBlockingStub(channel)
              .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
              .exportFeedbackLabels(
                  ExportFeedbackLabelsRequest.newBuilder()
                      .setPageSize(PAGE)
                      .setPageToken(token)
                      .setReviewer(reviewer)
                      .build());
      each.accept(page);
      token = page.getNextPageToken();
    } while (!token.isEmpty());
  }
}
