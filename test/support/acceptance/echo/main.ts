import { serve } from "../../../../src/plugin";
import { echoProvider } from "./provider";

void serve({ provider: echoProvider, debug: process.argv.includes("--debug") });
