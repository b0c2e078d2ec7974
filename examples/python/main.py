"""Keeps one NIC when its server goes, lets another go with it, and holds the stack to a rule: the constructs in Python.

The ids are those of the emulator's servers: `huaweiecs emulator` prints them. For your own servers, change them here.
"""

import os

from cdktf import App, TerraformOutput, TerraformStack
from constructs import Construct
from huaweiecs_cdktf import (
    EcsServer,
    HuaweiecsProvider,
    NicAttachmentSetting,
    NicRetention,
    NicRetentionEnforcement,
    NicRetentionPolicy,
)

WEB = EcsServer.from_id("8f14a1c6-2d0b-4e7a-9c55-1b6e0d3f7a21")
DB = EcsServer.from_id("d47e63b0-91fa-4c28-a5e9-6c0b82f41d39")


class RetainNics(TerraformStack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)

        # Region, keys and project come from the environment: HW_REGION_NAME, HW_ACCESS_KEY, HW_SECRET_KEY, HW_PROJECT_ID.
        endpoint = os.environ.get("HUAWEIECS_ENDPOINT")
        HuaweiecsProvider(
            self,
            "huaweiecs",
            endpoints={"ecs": endpoint, "iam": endpoint} if endpoint else None,
        )

        # The address that firewalls and licences know: it must outlive the server.
        kept = NicAttachmentSetting(
            self,
            "web-primary",
            server=WEB,
            port_id="3e9b7d52-64c1-4f0e-8a1d-90c2f5b7e613",
            retention=NicRetention.KEEP,
        )

        # Nobody needs this one without its server.
        self.temporary = NicAttachmentSetting(
            self,
            "db-primary",
            server=DB,
            port_id="19a6e4f3-0c8d-4b75-82ee-7d5f3a90b1c8",
            retention=NicRetention.DELETE,
        )

        TerraformOutput(self, "kept_addresses", value=kept.fixed_ips)


app = App()
stack = RetainNics(app, "retain-nics")

# Whatever is added to the stack later: its NICs are kept, or the synthesis fails.
NicRetentionPolicy.enforce(
    stack,
    retention=NicRetention.KEEP,
    enforce=NicRetentionEnforcement.ERROR,
    exempt=[stack.temporary],
)

app.synth()
