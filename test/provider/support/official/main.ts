import { serve } from "../../../../src/plugin";
import { officialStandIn } from "./provider";

void serve({ provider: officialStandIn, debug: process.argv.includes("--debug") });
