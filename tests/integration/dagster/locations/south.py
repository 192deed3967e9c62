"""The code location `south`: a job and ops with the names of `north`, for other assets or for none."""

import dagster as dg

from work import work


@dg.multi_asset(name="load_orders", specs=[dg.AssetSpec(["south", "orders"])])
def orders():
    work("orders")


@dg.op(name="north__prices")
def prices():
    work("prices")


@dg.job
def compare():
    """Materializes nothing; its op has the name of an asset's op in `north`."""
    prices()


defs = dg.Definitions(
    assets=[orders],
    jobs=[dg.define_asset_job("nightly", selection=dg.AssetSelection.assets(orders)), compare],
    executor=dg.in_process_executor,
)
