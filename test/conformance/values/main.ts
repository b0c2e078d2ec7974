import { serve } from "../../../src/plugin";
import { provider } from "./provider";

void serve({ provider, debug: process.argv.includes("--debug") });
