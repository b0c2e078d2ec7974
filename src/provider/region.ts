import { type Check, uuid } from "../terraform";

/** The name of a region, by its shape: clouds gain regions without asking. */
export const region: Check<string> = {
  text: "the name of a region such as `cn-north-4`",
  test: (value) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) && !uuid.test(value),
};
