/** The library as the program that Terraform starts. */
import { serve } from "../../../src/plugin";
import { library } from "./provider";

void serve({ provider: library, debug: process.argv.includes("--debug") });
