/** The two libraries, each with the constructs that are built for it, so that one test holds for both. */
import * as cdktf from "cdktf";
import * as cdktn from "cdktn";
import * as forCdktf from "huaweiecs/constructs";
import * as forCdktn from "huaweiecs/constructs-cdktn";
import "cdktf/lib/testing/adapters/jest";

export interface Case {
  readonly name: "cdktf" | "cdktn";
  readonly library: typeof cdktf;
  readonly constructs: typeof forCdktf;
}

export const CASES: readonly Case[] = [
  { name: "cdktf", library: cdktf, constructs: forCdktf },
  // To the compiler their classes differ by private members; what the tests use of them is alike.
  {
    name: "cdktn",
    library: cdktn as unknown as typeof cdktf,
    constructs: forCdktn as unknown as typeof forCdktf,
  },
];
