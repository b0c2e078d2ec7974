/** `huaweiecs`: what a person starts beside Terraform. */
import { Command } from "commander";
import { version } from "../../package.json";
import { emulatorCommand } from "./emulator-command";
import { importBlocksCommand } from "./import-blocks-command";
import { installCommand } from "./install-command";
import { reviewCommand } from "./review-command";

void new Command("huaweiecs")
  .description("Tools of the huaweiecs Terraform provider.")
  .version(version)
  .addCommand(installCommand())
  .addCommand(importBlocksCommand())
  .addCommand(reviewCommand())
  .addCommand(emulatorCommand())
  .parseAsync();
