"""The code location `warehouse`: some sixty assets of the kinds that a data platform has. The tests never run them;
seed.py writes their history."""

from datetime import timedelta

import dagster as dg

from span import read_span

try:
    from dagster import FreshnessPolicy
except ImportError:
    # Until Dagster 1.12.
    from dagster.preview.freshness import FreshnessPolicy

SPAN = read_span()
CORE = {"core": ""}
CHAINS = [
    "arbitrum",
    "base",
    "celo",
    "ethereum",
    "mode",
    "optimism",
    "polygon",
    "scroll",
    "solana",
    "starknet",
    "zksync",
    "zora",
]
CATEGORIES = ["defi", "developer-tools", "gaming", "infrastructure", "social"]
CURRENCIES = ["eth", "usd"]
CONTRACTS = "contracts"

daily = dg.DailyPartitionsDefinition(start_date=SPAN.first_day, end_date=SPAN.last_day)
chains = dg.StaticPartitionsDefinition(CHAINS)
categories = dg.StaticPartitionsDefinition(CATEGORIES)
contracts = dg.DynamicPartitionsDefinition(name=CONTRACTS)
spot_prices = dg.MultiPartitionsDefinition({"currency": dg.StaticPartitionsDefinition(CURRENCIES), "date": daily})

within_36_hours = FreshnessPolicy.time_window(fail_window=timedelta(hours=36), warn_window=timedelta(hours=26))
within_2_days = FreshnessPolicy.time_window(fail_window=timedelta(days=2))
by_nine = FreshnessPolicy.cron(deadline_cron="0 9 * * *", lower_bound_delta=timedelta(hours=24))
by_six_in_new_york = FreshnessPolicy.cron(
    deadline_cron="0 6 * * *", lower_bound_delta=timedelta(hours=12), timezone="America/New_York"
)


def key(name):
    return dg.AssetKey(name.split("/"))


def asset(name, upstream=(), core=True, kinds=("python",), op=None, **options):
    """An asset that reads its parents without loading them. The op's name is the key joined by two underscores."""

    @dg.asset(
        key=key(name),
        deps=[key(parent) for parent in upstream],
        tags=CORE if core else {},
        kinds=set(kinds),
        group_name=options.pop("group", name.split("/")[0]),
        **options,
    )
    def compute():
        return None

    return compute


def chain(network, policy):
    blocks, transactions, traces = (f"{network}/{table}" for table in ("blocks", "transactions", "traces"))
    rows = dg.AssetCheckSpec("has_rows", asset=key(blocks), blocking=True)
    return [
        asset(blocks, check_specs=[rows], freshness_policy=policy, owners=["chains@example.org", "team:chains"]),
        asset(
            transactions,
            [blocks],
            freshness_policy=within_36_hours,
            # The op retries; the run stays the same.
            retry_policy=dg.RetryPolicy(max_retries=2, delay=30),
        ),
        asset(
            traces,
            [transactions],
            freshness_policy=within_36_hours,
            check_specs=[dg.AssetCheckSpec("no_gaps", asset=key(traces), blocking=True)],
        ),
    ]


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            key(f"github/{table}"),
            deps=[key("registry/projects")],
            tags=CORE,
            kinds={"python", "bigquery"},
            group_name="github",
            owners=["team:github"],
            freshness_policy=within_2_days,
            skippable=table == "releases",
        )
        for table in ("repositories", "issues", "commits", "releases")
    ],
    check_specs=[dg.AssetCheckSpec("unique_names", asset=key("github/repositories"))],
    can_subset=False,
)
def github_extract():
    pass


@dg.op
def fetch_npm():
    return 1


@dg.op
def load_npm(fetched):
    return fetched


@dg.graph_asset(key=key("packages/npm_metadata"), group_name="packages", tags=CORE)
def packages__npm_metadata():
    return load_npm(fetch_npm())


SOURCES = [
    *chain("ethereum", within_36_hours),
    *chain("optimism", by_six_in_new_york),
    github_extract,
    asset("github/stars", ["github/repositories"], freshness_policy=within_2_days),
    asset("registry/projects", freshness_policy=within_36_hours, owners=["registry@example.org"]),
    asset("registry/collections", freshness_policy=within_36_hours),
    asset("registry/packages", freshness_policy=by_nine),
    asset("registry/licenses", freshness_policy=within_2_days),
    asset("funding/grants", legacy_freshness_policy=dg.LegacyFreshnessPolicy(maximum_lag_minutes=36 * 60)),
    asset(
        "funding/rounds",
        legacy_freshness_policy=dg.LegacyFreshnessPolicy(
            maximum_lag_minutes=10 * 60, cron_schedule="0 8 * * *", cron_schedule_timezone="UTC"
        ),
    ),
    asset("funding/donations", freshness_policy=within_36_hours),
    packages__npm_metadata,
    asset("stable/v1/contracts"),
    asset("gitcoin/projects", freshness_policy=within_2_days),
    asset("gitcoin/passport", ["gitcoin/projects"], core=False),
    asset("npm/downloads", partitions_def=daily, freshness_policy=within_36_hours),
    asset("pypi/downloads", partitions_def=daily, freshness_policy=within_36_hours),
    asset("crates/downloads", partitions_def=daily, freshness_policy=within_2_days),
    asset("funding/chains", partitions_def=chains),
    asset("registry/categories", partitions_def=categories),
    asset("contracts/abi", partitions_def=contracts),
    asset("prices/spot", partitions_def=spot_prices, freshness_policy=within_2_days),
    dg.AssetSpec(
        key("etherscan/labels"), tags=CORE, group_name="etherscan", description="Loaded by others; only read here"
    ),
]

UNSTABLE = [
    asset(name, parents, core=False)
    for name, parents in {
        "defillama/protocols": [],
        "defillama/tvl": ["defillama/protocols"],
        "farcaster/casts": [],
        "farcaster/profiles": [],
        "lens/posts": [],
        "lens/followers": [],
        "opensea/sales": ["etherscan/labels"],
        "dune/labels": [],
        "discord/messages": [],
        "rss/feeds": [],
        "npm/typosquats": ["npm/downloads"],
    }.items()
]

# Model -> parents. `warehouse/legacy_events` has no definition anywhere: there the lineage breaks.
MODELS = {
    "metrics/stg_blocks": ["ethereum/blocks", "optimism/blocks"],
    "metrics/stg_transactions": ["ethereum/transactions", "optimism/transactions"],
    "metrics/stg_commits": ["github/commits"],
    "metrics/stg_issues": ["github/issues"],
    "metrics/stg_projects": ["registry/projects", "registry/collections"],
    "metrics/stg_tvl": ["defillama/tvl"],
    "metrics/stg_casts": ["farcaster/casts", "farcaster/profiles"],
    "metrics/stg_downloads": ["npm/downloads", "pypi/downloads", "crates/downloads"],
    "metrics/stg_legacy": ["warehouse/legacy_events"],
    "metrics/int_activity": ["metrics/stg_commits", "metrics/stg_issues"],
    "metrics/int_chain_usage": ["metrics/stg_blocks", "metrics/stg_transactions"],
    "metrics/int_social": ["metrics/stg_casts"],
    "metrics/projects_v1": ["metrics/stg_projects", "metrics/int_activity"],
    "metrics/code_metrics_v1": ["metrics/int_activity", "metrics/stg_downloads"],
    "metrics/onchain_metrics_v1": ["metrics/int_chain_usage", "metrics/stg_tvl"],
    "metrics/social_metrics_v1": ["metrics/int_social", "metrics/stg_legacy"],
    "metrics/timeseries_v1": ["metrics/code_metrics_v1", "metrics/onchain_metrics_v1"],
    "metrics/funding_v1": ["funding/grants", "metrics/projects_v1"],
}


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            key(model),
            deps=[key(parent) for parent in parents],
            # Tagged core all the same: SQLMesh decides the category, not the tag.
            tags=CORE if model == "metrics/projects_v1" else {"layer": model.split("/")[1].split("_")[0]},
            kinds={"sqlmesh"},
            group_name="sqlmesh",
            skippable=True,
        )
        for model, parents in MODELS.items()
    ],
    can_subset=False,
)
def sqlmesh_project():
    pass


exports = asset("clickhouse/projects_v1", ["metrics/projects_v1"], core=False, kinds=("sqlmesh-export",))


@dg.asset_check(asset=key("registry/projects"))
def valid_names():
    return dg.AssetCheckResult(passed=True)


@dg.asset_check(asset=key("registry/collections"))
def not_empty():
    return dg.AssetCheckResult(passed=True)


@dg.asset_check(asset=key("funding/grants"))
def plausible_amounts():
    return dg.AssetCheckResult(passed=True)


@dg.asset_check(asset=key("funding/donations"))
def known_currencies():
    return dg.AssetCheckResult(passed=True)


@dg.asset_check(asset=key("funding/donations"))
def no_duplicates():
    return dg.AssetCheckResult(passed=True)


CHECKS = [valid_names, not_empty, plausible_amounts, known_currencies, no_duplicates]


def job(name, *assets):
    selection = dg.AssetSelection.assets(*(key(each) for each in assets)) - dg.AssetSelection.checks(*CHECKS)
    return dg.define_asset_job(name, selection=selection)


JOBS = [
    job("ethereum_daily", "ethereum/blocks", "ethereum/transactions", "ethereum/traces"),
    job("optimism_daily", "optimism/blocks", "optimism/transactions", "optimism/traces"),
    job("github_daily", "github/repositories", "github/issues", "github/commits", "github/releases", "github/stars"),
    job("gitcoin_daily", "gitcoin/projects", "gitcoin/passport"),
    job("sqlmesh_daily", *MODELS),
    job("sqlmesh_and_downstream", *MODELS, "clickhouse/projects_v1"),
    dg.define_asset_job("registry_checks", selection=dg.AssetSelection.checks(*CHECKS)),
    *(
        job(name.replace("/", "_"), name)
        for name in [
            "registry/projects",
            "registry/collections",
            "registry/packages",
            "funding/grants",
            "funding/rounds",
            "funding/donations",
            "packages/npm_metadata",
            "stable/v1/contracts",
            "npm/downloads",
            "pypi/downloads",
            "crates/downloads",
            "funding/chains",
            "registry/categories",
            "contracts/abi",
            "prices/spot",
        ]
    ),
    *(job("_".join(each.key.path), each.key.to_user_string()) for each in UNSTABLE),
]

defs = dg.Definitions(assets=[*SOURCES, *UNSTABLE, sqlmesh_project, exports], asset_checks=CHECKS, jobs=JOBS)
