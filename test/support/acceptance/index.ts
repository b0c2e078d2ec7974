/**
 * Acceptance tests: a table of steps that the real Terraform, or OpenTofu, runs against a provider.
 *
 *     test("a setting lives", () =>
 *       acceptance({
 *         shared: providerHcl(emulator.url),
 *         env: emulator.env(),
 *         steps: [
 *           { config: nic("false"), plan: [expectAction(NIC, "create"), expectUnknown(NIC, "mac_address")] },
 *           { config: nic("true"), plan: [expectAction(NIC, "update")], state: [expectValue(NIC, "on_destroy", "restore")] },
 *           { import: NIC, by: "command", ignore: ["original_delete_on_termination"] },
 *           {
 *             name: "drift",
 *             refresh: true,
 *             before: () => emulator.setNic(SERVER, PORT, { deleteOnTermination: false }),
 *             plan: [expectDrift(NIC, "delete_on_termination")],
 *             expectNonEmptyPlan: true,
 *           },
 *           { config: nic("perhaps"), planOnly: true, expectError: /a bool is required/ },
 *         ],
 *         checkDestroy: () => (isRestored() ? undefined : "the NIC has kept its setting"),
 *       }));
 *
 * After every apply, a plan without refresh and one with it must be empty. At the end of a case, and when it fails,
 * everything is destroyed and its folder is removed; HUAWEIECS_KEEP=1 keeps the folder and prints where it is.
 * HUAWEIECS_TERRAFORM names the program to run.
 */
export { type AcceptanceCase, type AcceptanceResult, acceptance } from "./case";
export type { Check, Problems } from "./checks";
export { filesIn } from "./configuration";
export type { Action, Plan, State } from "./documents";
export { echo } from "./echo";
export { AcceptanceFailure } from "./failure";
export { ExactNumber, type Json, type JsonObject, parseJson } from "./json";
export * as known from "./known-values";
export type { Path } from "./paths";
export * from "./plan-checks";
export { findProgram } from "./program";
export { huaweiecs, type ProviderUnderTest } from "./provider-under-test";
export * from "./state-checks";
export type { Step } from "./steps";
export type { Mode } from "./workplace";
