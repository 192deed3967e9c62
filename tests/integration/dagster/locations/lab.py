"""The code location `lab`, which does not load while LAB_BROKEN is set, as after a bad deployment."""

import os

import dagster as dg

from work import work

if os.environ.get("LAB_BROKEN"):
    raise RuntimeError("The credentials of the laboratory are not configured")


@dg.asset(key=["lab", "samples"])
def samples():
    work("samples")


defs = dg.Definitions(
    assets=[samples], jobs=[dg.define_asset_job("sampling", selection=["lab/samples"])], executor=dg.in_process_executor
)
