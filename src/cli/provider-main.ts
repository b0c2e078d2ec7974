/** `terraform-provider-huaweiecs`: started by Terraform, or by hand with `--debug`. */
import { serve } from "../plugin";
import { provider } from "../provider";

if (process.argv.includes("--version")) console.log(provider.version);
else void serve({ provider, program: __filename, debug: process.argv.includes("--debug") });
