"""Assets that the code location had once: seed.py writes their history, and Dagster knows no definition of them."""

import dagster as dg

from definitions import asset

twitter = asset("twitter/mentions", core=False)

defs = dg.Definitions(
    assets=[twitter], jobs=[dg.define_asset_job("twitter_mentions", selection=dg.AssetSelection.assets(twitter))]
)
