import { expect, test } from "vitest";
import { takeCode } from "../src/lib/doorcode";

test("a code is taken out of the query or the fragment, and leaves the address", () => {
  expect(takeCode("https://fair.test/studio?code=ABCD2345&x=1")).toEqual({
    code: "ABCD2345",
    rest: "/studio?x=1",
  });
  expect(takeCode("https://fair.test/sign-in#a-b_c")).toEqual({ code: "a-b_c", rest: "/sign-in" });
  expect(takeCode("https://fair.test/studio")).toEqual({ code: "", rest: "/studio" });
});
