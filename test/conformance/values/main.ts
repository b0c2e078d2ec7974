import { serve } from "../../../src/plugin";
import { provider } from "./provider";
import { recordInto } from "./record";

const { CONFORMANCE_RECORDING } = process.env;

if (CONFORMANCE_RECORDING !== undefined) recordInto(CONFORMANCE_RECORDING);
void serve({ provider, debug: process.argv.includes("--debug") });
