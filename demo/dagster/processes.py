"""What the jobs of definitions.py do, as the seeder decides it: processes, the assets that each makes, and the scope of
every asset. Written down apart from the definitions, so that the truth never comes out of Dagster."""

from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple


@dataclass(frozen=True)
class Process:
    """One op, or one graph, of a job."""

    op: str
    assets: Tuple[str, ...]
    """Assets that must be materialized for the process to be good."""
    optional: Tuple[str, ...] = ()
    behind: Tuple[str, ...] = ()
    """Ops of the same job without which this one does not start."""
    steps: Tuple[str, ...] = ()
    """Steps of a graph, in order; otherwise the op is the step."""
    checks: Tuple[Tuple[str, str], ...] = ()
    """Checks that the op itself makes: asset and name."""

    @property
    def step_keys(self) -> Tuple[str, ...]:
        return self.steps or (self.op,)


def single(asset: str, *behind: str, check: Optional[str] = None) -> Process:
    return Process(
        op_of(asset), (asset,), behind=tuple(op_of(each) for each in behind), checks=((asset, check),) if check else ()
    )


def op_of(asset: str) -> str:
    return asset.replace("/", "__")


def chain(network: str) -> List[Process]:
    return [
        single(f"{network}/blocks", check="has_rows"),
        single(f"{network}/transactions", f"{network}/blocks"),
        single(f"{network}/traces", f"{network}/transactions", check="no_gaps"),
    ]


MODELS = tuple(
    f"metrics/{model}"
    for model in (
        "stg_blocks stg_transactions stg_commits stg_issues stg_projects stg_tvl stg_casts stg_downloads stg_legacy "
        "int_activity int_chain_usage int_social projects_v1 code_metrics_v1 onchain_metrics_v1 social_metrics_v1 "
        "timeseries_v1 funding_v1"
    ).split()
)

SQLMESH = Process("sqlmesh_project", (), optional=MODELS)

CORE_SINGLES = (
    "registry/projects registry/collections registry/packages funding/grants funding/rounds funding/donations "
    "stable/v1/contracts npm/downloads pypi/downloads crates/downloads funding/chains registry/categories "
    "contracts/abi prices/spot"
).split()

UNSTABLE_SINGLES = (
    "defillama/protocols defillama/tvl farcaster/casts farcaster/profiles lens/posts lens/followers opensea/sales "
    "dune/labels discord/messages rss/feeds npm/typosquats"
).split()

RETIRED = "twitter/mentions"

JOBS: Dict[str, List[Process]] = {
    "ethereum_daily": chain("ethereum"),
    "optimism_daily": chain("optimism"),
    "github_daily": [
        Process(
            "github_extract",
            ("github/repositories", "github/issues", "github/commits"),
            optional=("github/releases",),
            checks=(("github/repositories", "unique_names"),),
        ),
        Process("github__stars", ("github/stars",), behind=("github_extract",)),
    ],
    "gitcoin_daily": [single("gitcoin/projects"), single("gitcoin/passport", "gitcoin/projects")],
    "packages_npm_metadata": [
        Process(
            "packages__npm_metadata",
            ("packages/npm_metadata",),
            steps=("packages__npm_metadata.fetch_npm", "packages__npm_metadata.load_npm"),
        )
    ],
    "sqlmesh_daily": [SQLMESH],
    "sqlmesh_and_downstream": [
        SQLMESH,
        Process("clickhouse__projects_v1", ("clickhouse/projects_v1",), behind=("sqlmesh_project",)),
    ],
    "registry_checks": [
        Process(f"{op_of(asset)}_{name}", (), checks=((asset, name),))
        for asset, name in (
            ("registry/projects", "valid_names"),
            ("registry/collections", "not_empty"),
            ("funding/grants", "plausible_amounts"),
            ("funding/donations", "known_currencies"),
            ("funding/donations", "no_duplicates"),
        )
    ],
    **{asset.replace("/", "_"): [single(asset)] for asset in [*CORE_SINGLES, *UNSTABLE_SINGLES, RETIRED]},
}

SCOPES: Dict[str, Tuple[str, ...]] = {
    "core": (
        *(
            f"{network}/{table}"
            for network in ("ethereum", "optimism")
            for table in ("blocks", "transactions", "traces")
        ),
        *(f"github/{table}" for table in ("repositories", "issues", "commits", "releases", "stars")),
        *("packages/npm_metadata", "gitcoin/projects", "registry/licenses"),
        *CORE_SINGLES,
    ),
    "unstable": ("gitcoin/passport", "clickhouse/projects_v1", *UNSTABLE_SINGLES),
    "sqlmesh": MODELS,
}


def scope_of(asset: str) -> Optional[str]:
    return next((scope for scope, assets in SCOPES.items() if asset in assets), None)
