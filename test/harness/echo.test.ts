/** Ephemeral values, which are nowhere else to be seen. */

import { kindsProvider } from "../conformance/support/attached";
import { acceptance, echo, expectValue, known } from "../support/acceptance";

const ECHO = "echo_echo.heard";

const config = (data: string) => `
ephemeral "kinds_token" "run" {
  name = "run"
}
provider "echo" {
  data = ${data}
}
resource "echo_echo" "heard" {}
`;

test("what an ephemeral resource gave is checked by what the echo provider heard", () =>
  acceptance({
    provider: [kindsProvider, echo()],
    steps: [
      {
        config: config("{ secret = ephemeral.kinds_token.run.text, list = [1, true] }"),
        state: [expectValue(ECHO, "data.secret", known.matches(/secret$/)), expectValue(ECHO, "data.list", [1, true])],
      },
    ],
  }));

test("what the echo provider did not hear is a failed check", async () => {
  const failing = acceptance({
    provider: [kindsProvider, echo()],
    steps: [{ config: config('"plain"'), state: [expectValue(ECHO, "data", "another")] }],
  });
  await expect(failing).rejects.toThrow(/echo_echo\.heard.*data.*another/s);
});
