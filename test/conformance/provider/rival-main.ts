/** The rival, as the program that Terraform starts. */
import { serve } from "../../../src/plugin";
import { rival } from "./rival";

void serve({ provider: rival, debug: process.argv.includes("--debug") });
