import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { Code, ConnectError } from "@connectrpc/connect";
import { afterEach, describe, expect, it } from "vitest";
import { endingText } from "./ending.ts";
import { faultText, violationsOf } from "./fault.ts";
import { language } from "./locale.ts";

afterEach(() => {
  language.value = "en";
});

function fault(code: Code, ...details: { type: string; value: Uint8Array }[]): ConnectError {
  const error = new ConnectError("settings.block_rules[0].pattern: wrong", code);
  error.details = details;
  return error;
}

function reason(name: string) {
  const value = new BinaryWriter().tag(1, 2).string(name).tag(2, 2).string("chatwarden").finish();
  return { type: "google.rpc.ErrorInfo", value };
}

function fields(...found: [field: string, description: string][]) {
  const writer = new BinaryWriter();
  for (const [field, description] of found) {
    writer.tag(1, 2).bytes(new BinaryWriter().tag(1, 2).string(field).tag(2, 2).string(description).finish());
  }
  return { type: "google.rpc.BadRequest", value: writer.finish() };
}

describe("a fault of the server", () => {
  it("is named by its reason before its code", () => {
    expect(faultText(fault(Code.NotFound, reason("CHAT_NOT_FOUND")))).toBe("No chat has this name.");
    expect(faultText(fault(Code.NotFound, reason("NEW_REASON")))).toBe("This has been removed.");
    expect(faultText(fault(Code.NotFound))).toBe("This has been removed.");
    language.value = "vi";
    expect(faultText(fault(Code.FailedPrecondition, reason("REVIEW_NOT_HELD")))).toContain("không còn trong tay bạn");
  });

  it("is named by the fields that are wrong, in the words of the page", () => {
    const found = fault(
      Code.InvalidArgument,
      reason("INVALID_INPUT"),
      fields(
        ["settings.allow_rules[1].pattern", "invalid regular expression of RE2: missing closing )"],
        ["settings.flag_threshold", "2.0 (expected: 0 to 1)"],
        ["settings.some_new_field", "is odd"],
      ),
    );
    expect(faultText(found)).toBe(
      "Excuse, rule 2: not a valid pattern (RE2): a closing bracket is missing." +
        " Offensive or hateful: it is out of range. Input: the server did not accept it.",
    );
    expect(violationsOf(found).map(({ field }) => field)).toContain("settings.allow_rules[1].pattern");
    language.value = "vi";
    expect(faultText(found)).toContain("Không tính, quy tắc 2: mẫu không hợp lệ (RE2): thiếu dấu ngoặc đóng.");
  });

  it("is that of an address where the source is wrong", () => {
    const found = (text: string) => faultText(fault(Code.InvalidArgument, fields(["source", text])));
    expect(found("is an address of YouTube without a video in it")).toBe("Address: this address has no video in it.");
    expect(found("is not understood (expected: youtube:VIDEO)")).toContain("a video on YouTube");
  });

  it("is an outage where the server could not be reached", () => {
    expect(faultText(new TypeError("Failed to fetch"))).toBe("The server does not answer; the page tries again.");
    expect(faultText(new Error("x"))).toBe("Something went wrong on the server; its log says more.");
  });
});

it("gives the reason of an end in the words of the page", () => {
  expect(endingText("")).toBe("");
  expect(endingText("YouTube cannot be reached from this host: no answer in time")).toBe("YouTube cannot be reached");
  expect(endingText("something new")).toBe("the source ended; the server's log says more");
  language.value = "vi";
  expect(endingText("stopped on request")).toBe("đã dừng theo yêu cầu");
  expect(endingText("the video is private, or no longer public")).toBe("video ở chế độ riêng tư");
});
