import { Command } from "commander";
import { emulatorCommand } from "../../src/cli/emulator-command";

/** The command by itself, as a program for its test to start. */
new Command("huaweiecs").addCommand(emulatorCommand()).parseAsync();
