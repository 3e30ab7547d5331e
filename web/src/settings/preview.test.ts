import { create } from "@bufbuild/protobuf";
import { createClient, createRouterTransport } from "@connectrpc/connect";
import { expect, it } from "vitest";
import {
  type BacktestSettingsRequest,
  BacktestSettingsResponseSchema,
  PolicyService,
} from "../gen/chatwarden/policy/v1/policy_service_pb.ts";
import { NO_PREVIEW, SettingsPreview, withPage } from "./preview.ts";

const DRAFT = { blockRules: [], allowRules: [], exemptBadges: [], language: "", flagThreshold: 0.5 };

function example(id: string) {
  return { comment: { id, text: id } };
}

it("adds pages up and keeps the first examples", () => {
  const page = create(BacktestSettingsResponseSchema, {
    comparedCount: 10n,
    flaggedBeforeCount: 2n,
    flaggedThenCount: 5n,
    newlyFlaggedCount: 4n,
    noLongerFlaggedCount: 1n,
    newlyFlaggedExamples: ["a", "b", "c", "d"].map(example),
  });
  const sum = withPage(withPage(NO_PREVIEW, page), page);
  expect(sum.compared).toBe(20);
  expect(sum.after - sum.before).toBe(6);
  expect(sum.newExamples.map((each) => each.comment?.id)).toEqual(["a", "b", "c", "d", "a"]);
});

it("asks for every page with the fields that were edited", async () => {
  const asked: BacktestSettingsRequest[] = [];
  const transport = createRouterTransport(({ service }) => {
    service(PolicyService, {
      backtestSettings(request) {
        asked.push(request);
        return { comparedCount: 3n, nextPageToken: request.pageToken === "" ? "more" : "" };
      },
    });
  });
  const preview = new SettingsPreview("chat", createClient(PolicyService, transport));
  await preview.run(DRAFT, ["flag_threshold"]);
  expect(preview.preview.value.state).toBe("done");
  expect(preview.preview.value.compared).toBe(6);
  expect(asked.map((request) => request.pageToken)).toEqual(["", "more"]);
  expect(asked[0]?.updateMask?.paths).toEqual(["flag_threshold"]);
  preview.forget();
  expect(preview.preview.value).toBe(NO_PREVIEW);
});
