/** The provider of every kind, as the program that Terraform starts. */
import { serve } from "../../../src/plugin";
import { kinds } from "./kinds";

void serve({ provider: kinds, debug: process.argv.includes("--debug") });
