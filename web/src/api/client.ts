import { type Client, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import { ActionService } from "../gen/chatwarden/action/v1/action_service_pb.ts";
import { AuthorService } from "../gen/chatwarden/author/v1/author_service_pb.ts";
import { ClassifierService } from "../gen/chatwarden/classifier/v1/classifier_service_pb.ts";
import { CommentService } from "../gen/chatwarden/comment/v1/comment_service_pb.ts";
import { ModelConsoleService } from "../gen/chatwarden/console/v1/model_console_service_pb.ts";
import { LiveChatService } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { PipelineService } from "../gen/chatwarden/mlops/v1/pipeline_service_pb.ts";
import { PlatformService } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";
import { PolicyService } from "../gen/chatwarden/policy/v1/policy_service_pb.ts";
import { AuditService } from "../gen/chatwarden/review/v1/audit_service_pb.ts";
import { ReviewService } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { RewriterService } from "../gen/chatwarden/rewriter/v1/rewriter_service_pb.ts";
import { ChatSettingsService } from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import { StatisticsService } from "../gen/chatwarden/statistics/v1/statistics_service_pb.ts";
import { TaggerService } from "../gen/chatwarden/tagger/v1/tagger_service_pb.ts";

/** The bridge's live chats, by gRPC-Web on the page's own origin. */
export type LiveChats = Client<typeof LiveChatService>;

/** The bridge's reviews, likewise. */
export type Reviews = Client<typeof ReviewService>;

/** Actions on the platforms, likewise. */
export type Actions = Client<typeof ActionService>;

/** The bridge's audit log, likewise. */
export type Audit = Client<typeof AuditService>;

/** The settings of each chat, likewise. */
export type Settings = Client<typeof ChatSettingsService>;

/** Back-tests of settings, likewise. */
export type Policies = Client<typeof PolicyService>;

/** What the bridge's chats add up to, likewise. */
export type Statistics = Client<typeof StatisticsService>;

/** The clients of the bridge that served the page. */
export interface Bridge {
  readonly chats: LiveChats;
  readonly comments: Client<typeof CommentService>;
  readonly authors: Client<typeof AuthorService>;
  readonly reviews: Reviews;
  readonly actions: Actions;
  readonly audit: Audit;
  readonly settings: Settings;
  readonly policies: Policies;
  readonly platform: Client<typeof PlatformService>;
  readonly classifier: Client<typeof ClassifierService>;
  readonly tagger: Client<typeof TaggerService>;
  readonly rewriter: Client<typeof RewriterService>;
  readonly console: Client<typeof ModelConsoleService>;
  readonly statistics: Statistics;
  readonly pipelines: Client<typeof PipelineService>;
}

/** Clients of the bridge that served the page, on one transport. */
export function bridge(): Bridge {
  const transport = createGrpcWebTransport({ baseUrl: window.location.origin });
  return {
    chats: createClient(LiveChatService, transport),
    comments: createClient(CommentService, transport),
    authors: createClient(AuthorService, transport),
    reviews: createClient(ReviewService, transport),
    actions: createClient(ActionService, transport),
    audit: createClient(AuditService, transport),
    platform: createClient(PlatformService, transport),
    settings: createClient(ChatSettingsService, transport),
    policies: createClient(PolicyService, transport),
    classifier: createClient(ClassifierService, transport),
    tagger: createClient(TaggerService, transport),
    rewriter: createClient(RewriterService, transport),
    console: createClient(ModelConsoleService, transport),
    statistics: createClient(StatisticsService, transport),
    pipelines: createClient(PipelineService, transport),
  };
}
