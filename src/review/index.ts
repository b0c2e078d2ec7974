/**
 * Reviewing a plan of Terraform or OpenTofu for what it does to NICs: JSON in, text out, and nothing else.
 *
 * ```ts
 * const review = reviewPlan(parsePlan(bytes));
 * writeMarkdown(review, passGates(review, ["delete"]));
 * ```
 */
export { type Finding, GATES, type Gate, GROUPS, type Group, gatesOf } from "./findings";
export { writeMarkdown } from "./markdown";
export { NotAPlanError, parsePlan } from "./plan-file";
export { type Review, reviewPlan } from "./review";
export { gateText, type Paint, type Tone, writeText } from "./text";
export { type GateResult, passGates, verdict } from "./verdict";
