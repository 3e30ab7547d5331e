import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, it } from "vitest";
import { addressOfRun, isPipelines, PIPELINES, runIn } from "./address.ts";
import { lasted } from "./words.ts";

it("says how long something took", () => {
  const at = (seconds: number) => timestampFromMs(seconds * 1000);
  expect(lasted(undefined, undefined, 0)).toBe("");
  expect(lasted(at(10), at(14), 0)).toBe("4 secs");
  expect(lasted(at(10), undefined, 85_900)).toBe("1 min 15 secs");
  expect(lasted(at(0), at(7_260), 0)).toBe("2 hrs 1 min");
  expect(lasted(at(10), at(9), 0)).toBe("0 secs");
});

it("finds the run that an address names again", () => {
  expect(runIn(addressOfRun("train-20260101-030000"))).toBe("train-20260101-030000");
  for (const hash of [PIPELINES, `${PIPELINES}/`, `${PIPELINES}/%E0%A4%A`, "#/playground", ""]) {
    expect(runIn(hash)).toBeUndefined();
  }
  expect(isPipelines(PIPELINES)).toBe(true);
  expect(isPipelines(addressOfRun("a"))).toBe(true);
  expect(isPipelines("#/pipelinesx")).toBe(false);
});
