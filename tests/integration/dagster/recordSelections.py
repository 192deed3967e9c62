"""Records what a real Dagster answers to asset selections, for src/sources/dagster/selection.

    python tests/integration/dagster/recordSelections.py src/sources/dagster/testdata/selections.json
    npx prettier --write src/sources/dagster/testdata/selections.json

Needs dagster and dagster-graphql. Two code locations are loaded the way the webserver loads them. The graph is recorded as
GraphQL tells it; the answers come from Dagster's own selection parser on its own workspace graph. What its grammar
refuses is recorded as a syntax error, although `AssetSelection.from_string` then tries an older, undocumented syntax that
reads `tag:a.b and kind:c` as one tag of that name.
"""

import asyncio
import json
import random
import sys
import tempfile

import dagster as dg

DAILY = dg.DailyPartitionsDefinition(start_date="2026-01-01")
SOURCE = "opensource.observer/source"


def spec(key, deps=(), **properties):
    return dg.AssetSpec(key=dg.AssetKey(key.split("/")), deps=[dg.AssetKey(d.split("/")) for d in deps], **properties)


def process(*specs):
    """One op that materializes all of the specs."""
    name = "_".join(specs[0].key.path)
    op_name = "".join(c if c.isalnum() else "_" for c in name)

    @dg.multi_asset(specs=list(specs), name=op_name, can_subset=False)
    def compute():
        for one in specs:
            yield dg.MaterializeResult(asset_key=one.key)

    return compute


YESTERDAY = dg.TimeWindowPartitionMapping(start_offset=-1, end_offset=-1)

WAREHOUSE = [
    process(
        dg.AssetSpec(
            key=dg.AssetKey(["github_archive", "events"]),
            deps=[
                dg.AssetKey(["external", "github"]),
                dg.AssetDep(dg.AssetKey(["github_archive", "events"]), partition_mapping=YESTERDAY),
            ],
            partitions_def=DAILY,
            group_name="raw",
            tags={"core": "", SOURCE: "stable"},
            owners=["team:data", "ana@example.org"],
            kinds={"bigquery", "python"},
        )
    ),
    process(
        spec(
            "github_archive/Repos",
            ["github_archive/events"],
            group_name="raw",
            tags={"core": "true"},
            owners=["team:data"],
            kinds={"bigquery"},
        )
    ),
    process(spec("ossd/repositories", group_name="raw", tags={"core": "", "tier": "1"}, owners=["ANA@example.org"])),
    process(spec("ossd/projects", ["ossd/repositories"], group_name="raw", tags={"core": "", "tier": "2"})),
    process(spec("ossd/collections", ["ossd/projects"], group_name="raw", tags={"tier": "2"})),
    process(spec("deps.dev/packages", ["external/deps.dev"], group_name="deps", tags={SOURCE: "unstable"})),
    process(spec("deps.dev/package-owners", ["deps.dev/packages"], group_name="deps", tags={SOURCE: "unstable"})),
    process(spec("sbom", ["ossd/repositories"], group_name="deps", tags={SOURCE: "sbom", "experimental": ""})),
    process(spec("sbom_files", ["sbom"], group_name="deps", kinds={"python"})),
    process(spec("prices", ["external/prices"], group_name="prices", tags={SOURCE: "unstable"}, kinds={"dlt"})),
    process(spec("prices_2024", ["prices"], group_name="prices", tags={SOURCE: "stable"}, kinds={"dlt", "csv"})),
    process(spec("2024", ["prices"], group_name="prices")),
    process(spec("UPPER/Case/key", group_name="UPPER", tags={"Core": ""}, kinds={"python"})),
    # a diamond, and a way out of group left and back into it
    process(spec("diamond/top", group_name="left", tags={"core": ""})),
    process(spec("diamond/left", ["diamond/top"], group_name="left")),
    process(spec("diamond/right", ["diamond/top"], group_name="right")),
    process(spec("diamond/bottom", ["diamond/left", "diamond/right"], group_name="left")),
    process(spec("diamond/tail", ["diamond/bottom"], group_name="right", tags={"weekly": "false"})),
    process(spec("detour/start", group_name="detour")),
    process(spec("detour/outside", ["detour/start"], group_name="right")),
    process(spec("detour/end", ["detour/outside"], group_name="detour")),
    process(spec("a/b", group_name="short")),
    process(spec("a/b/c", ["a/b"], group_name="short")),
    process(spec("a", ["a/b"], group_name="short")),
    process(spec("ab", group_name="short", owners=["team:a"])),
    process(spec("key", group_name="short", tags={"job": "sensor"})),
    process(spec("schedule", group_name="short")),
    process(spec("no_group_no_kind")),
    # external assets
    spec("external/github", group_name="raw", tags={"core": ""}, owners=["team:data"], kinds={"http"}),
    spec("external/deps.dev", group_name="deps", kinds={"http"}),
    spec("external/prices", ["external/exchange"], group_name="prices"),
    spec("external/exchange", group_name="prices"),
    process(spec("exchange_rates", group_name="prices", kinds={"csv"})),
    process(spec("prices_reviewed", ["external/reviews"], group_name="prices")),
    spec("external/reviews", ["prices_2024"], group_name="prices", tags={SOURCE: "stable"}),
]

SQLMESH = [
    process(
        spec("sqlmesh/stg_events", ["github_archive/events"], group_name="sqlmesh", kinds={"sqlmesh"}),
        spec("sqlmesh/stg_repos", ["github_archive/Repos", "ossd/repositories"], group_name="sqlmesh", kinds={"sqlmesh"}),
        spec(
            "sqlmesh/int_events",
            ["sqlmesh/stg_events", "sqlmesh/stg_repos"],
            group_name="sqlmesh",
            kinds={"sqlmesh"},
            tags={"core": ""},
        ),
        spec(
            "sqlmesh/metrics_v0",
            ["sqlmesh/int_events", "prices"],
            group_name="sqlmesh",
            kinds={"sqlmesh", "trino"},
            tags={"core": "", "weekly": "true"},
            owners=["team:metrics"],
        ),
    ),
    process(spec("sqlmesh_export/metrics_v0", ["sqlmesh/metrics_v0"], group_name="export", kinds={"sqlmesh-export"})),
    process(spec("report/weekly", ["sqlmesh_export/metrics_v0", "missing/parent"], tags={"weekly": "true"})),
]


@dg.asset(compute_kind="sqlmesh", group_name="legacy")
def legacy_compute_kind():
    return 1


core_job = dg.define_asset_job("core_job", selection=dg.AssetSelection.groups("raw"))
prices_job = dg.define_asset_job("prices_job", selection=dg.AssetSelection.assets("prices", "prices_2024"))

warehouse = dg.Definitions(assets=WAREHOUSE, jobs=[core_job, prices_job])
models = dg.Definitions(assets=[*SQLMESH, legacy_compute_kind])

SELECTIONS = [
    # everything and nothing
    "*", "(*)", "((*))", " * ", "not *", "(*)+", "+(*)", "*+", "+*", "**", "", " ", "\t\n", "()", "not", "and", "+", "1", '""',
    # shipped scopes
    "tag:core and not kind:sqlmesh", "not tag:core and not kind:sqlmesh", "kind:sqlmesh",
    f'tag:"{SOURCE}"="stable" and not kind:sqlmesh', f'not tag:"{SOURCE}"="stable" and not kind:sqlmesh',
    # keys
    'key:"ossd/projects"', "key:ossd/projects", "key:ossd", "key:ossd/", "key: ossd/projects", "key :ossd/projects",
    'key:"github_archive/repos"', "key:github_archive/Repos", "key:UPPER/Case/key", "key:upper/case/key",
    'key:"deps.dev/packages"', "key:deps.dev/packages", 'key:"deps_dev/packages"', 'key:"deps?dev/packages"',
    'key:"deps.dev/package-owners"', "key:deps/package-owners", 'key:"2024"', "key:2024", "key:prices_2024", 'key:""',
    "key:a", "key:a/b", "key:A", "key:key", 'key:"key"', "key:schedule", 'key:"schedule"', "key:and", "key:<null>",
    'key:"missing/parent"', "key:nothing", "key:'a'", 'key:"a', 'key:a"', 'key:"a\\b"', 'key:"a\nb"', 'key:"(a)"', "key:",
    # wildcards
    "key:*", "key:**", 'key:"*"', "key:ossd/*", "key:*s", "key:*/events", "key:github_archive/*s", "key:*o*", "key:a*",
    "key:a/*", 'key:"a*b"', "key:a*b*c", "key:*metrics*v0", "key:prices*2024*", 'key:"deps.*"', 'key:"*.dev/*"', 'key:"a**"',
    "key:external/*", "key:sqlmesh*metrics_v0", 'key:"*-*"', 'key:"+a"', "tag:co*", 'tag:"co*"', "kind:sql*", 'kind:"sql*"',
    'owner:"team:*"', "group:ra*", 'group:"ra*"', 'group:"*"', 'group:"*t"', 'group:"RA*"', 'code_location:"w*"',
    # a term that Dagster writes and does not read
    "key_substring:ossd", 'key_substring:"d/p"',
    # tags
    "tag:core", 'tag:"core"', 'tag:"core"=""', "tag:core=true", 'tag:core="true"', "tag:core=True", "tag:Core", "tag:CORE",
    "tag : core", "tag:core = true", "tag:tier", 'tag:tier="1"', "tag:tier=1", 'tag:"tier"="2"', "tag:core=<null>",
    "tag:<null>", 'tag:""', 'tag:""="a"', "tag:core=", "tag:=core", "tag:core==true", "tag:a=b=c", "tag:job=sensor",
    "tag:job=schedule", "tag:weekly=true", "tag:weekly=false", f"tag:{SOURCE}", f"tag:{SOURCE}=stable", f'tag:"{SOURCE}=stable"',
    f'tag:"{SOURCE}"=sbom', f'tag:"{SOURCE}"', 'tag:"dagster/kind/sqlmesh"', "tag:and", "tag:tag", 'tag:"tag"', "tag:core true",
    # owners, groups, kinds
    'owner:"team:data"', "owner:team:data", "owner:data", "owner:ana@example.org", 'owner:"ana@example.org"',
    'owner:"ANA@example.org"', "owner:<null>", 'owner:""', 'not owner:"team:data"', "group:raw", "group:Raw", "group:UPPER",
    "group:default", "group:<null>", 'group:""', "group:job", "group:status", "kind:python", "kind:Python", "kind:http",
    "kind:sqlmesh-export", 'kind:"sqlmesh-export"', "kind:<null>", 'kind:""', "kind:csv and kind:dlt", "kind:csv or kind:dlt",
    # code locations, jobs, structure
    "code_location:warehouse", "code_location:models", 'code_location:"models-2"', "code_location:<null>",
    'code_location:"__repository__@warehouse"', 'code_location:"other@warehouse"', 'code_location:"@warehouse"',
    'code_location:"__repository__@warehouse@models"', "code_location:warehouse and kind:sqlmesh", "code-location:warehouse",
    "job:core_job", "job:prices_job", "job:nothing", "job:<null>", 'job:"__ASSET_JOB"', "is:external", "is:materializable",
    'is:"external"', "is:partitioned", "is:<null>", "not is:external", "partitions:none", "partitions:<null>",
    "partitions:time", "not partitions:none", "partitions:monthly",
    # recognised, but not decided by the asset graph
    "status:healthy", "column:id", "table_name:t", "column_tag:pii=true", "changed_in_branch:NEW", "sensor:s", "schedule:s",
    "automation_type:schedule", "not_materialized_in_hours:24",
    # precedence and words
    "not tag:core and group:raw", "not (tag:core and group:raw)", "tag:core or group:deps and kind:python",
    "(tag:core or group:deps) and kind:python", "group:deps and kind:python or tag:core", "tag:core and group:raw or group:deps and kind:python",
    "not tag:core or group:raw", "not not tag:core", "not not not tag:core", "tag:core and not not group:raw",
    "tag:core AND NOT kind:sqlmesh OR group:deps", "tag:core And group:raw", "tag:core aNd group:raw", "Not tag:core", "tag:core Or group:raw",
    "not(tag:core)", "nottag:core", "tag:core and(group:raw)", "(tag:core)and(group:raw)", "tag:coreand group:raw", '"core"and',
    'tag:"core"and group:"raw"', "tag:core,group:raw", "tag:core group:raw", "tag:core && group:raw", "tag:core | group:raw",
    "!tag:core", "-tag:core", "tag:core and", "and tag:core", "tag:core or or group:raw", "tag:core not group:raw",
    "tag:core and not", "KEY:a", "Tag:core", "kid:sqlmesh", "ossd/projects", "ossd/projects+", "*ossd/projects",
    # brackets
    "(tag:core", "tag:core)", "((tag:core)", "(tag:core))", "(tag:core) (group:raw)", ")", "(", "[tag:core]", "(tag:core) and (group:raw or (group:deps))",
    # traversals
    "+key:ossd/projects", "key:ossd/projects+", "+key:ossd/projects+", "1+key:ossd/projects", "key:ossd/repositories+1",
    "key:ossd/repositories+2", "2+key:ossd/collections", "1+key:ossd/projects+1", "0+key:ossd/projects", "key:ossd/projects+0",
    "0+key:ossd/projects+0", "01+key:ossd/collections", "1 + key:ossd/projects + 1", "+ key:ossd/projects", "++key:ossd/projects",
    "key:ossd/projects++", "+(+key:ossd/projects)", "(key:ossd/projects+)+", "(1+key:ossd/collections)+1", "1+1+key:ossd/collections",
    "key:ossd/projects+1+1", "+1key:ossd/projects", "+1 key:ossd/projects", "key:ossd/projects 1+", "key:ossd/projects+x", "1.5+key:a", "+-1key:a", "not +key:ossd/projects",
    "+not key:ossd/projects", "+(not key:ossd/projects)", "not key:ossd/projects+", "not +key:ossd/projects+ and tag:core",
    "+tag:weekly=true", "+tag:core and not kind:sqlmesh", "tag:core+ and group:deps", "+(tag:core or group:deps)+1",
    "key:a+ and +key:a/b", "key:a/b+ or key:ab", "+key:external/github", "key:external/github+", "1+key:external/github",
    "+key:external/prices+", "key:external/exchange+1", "key:external/exchange+2", "+key:prices_reviewed", "2+key:prices_reviewed",
    "1+key:prices_reviewed", "+key:nothing", "key:nothing+", "+key:github_archive/events", "key:github_archive/events+1",
    "1+key:diamond/bottom", "2+key:diamond/bottom", "+key:diamond/bottom", "key:diamond/top+", "key:diamond/top+ and +key:diamond/bottom",
    "key:diamond/left+ and key:diamond/right+", 'key:"missing/parent"+', "+key:report/weekly", "+key:report/weekly and code_location:warehouse",
    "key:prices+ and not key:prices+1", "(code_location:warehouse)+", "code_location:warehouse+1",
    # functions
    "roots(*)", "sinks(*)", "roots(group:left)", "sinks(group:left)", "roots(group:right)", "sinks(group:right)", "roots(group:detour)",
    "sinks(group:detour)", "roots(key:detour/start or key:detour/end)", "sinks(key:detour/start or key:detour/end)", "roots(+key:diamond/bottom)",
    "sinks(key:diamond/top+)", "+sinks(group:raw)", "sinks(group:raw)+", "1+roots(group:sqlmesh)+1", "roots(kind:sqlmesh)", "sinks(kind:sqlmesh)",
    "roots(tag:core or key:external/github)", "sinks(roots(*))", "roots(sinks(*))", "sinks()", "sinks", "sinks tag:core", "sinks (tag:core)",
    "Sinks(tag:core)", "leaves(tag:core)", "roots(key:github_archive/events)", "sinks(key:github_archive/events)", "roots(key:nothing)",
    "roots(tag:core, tag:tier)", "not roots(group:raw)", "sinks(tag:core) and not group:raw", "roots(code_location:models)", "sinks(code_location:warehouse)",
]

TERMS = [
    "tag:core", f'tag:"{SOURCE}"="unstable"', "group:raw", "group:deps", "kind:sqlmesh", "kind:python", "key:*s", "is:external",
    'owner:"team:data"', "code_location:models", "partitions:none", "key:diamond/*", "*", "kind:<null>",
]


def random_selection(rng, depth):
    """A selection of every construct, with and without brackets, so that precedence decides."""
    shape = rng.choice(["term", "not", "and", "or", "brackets", "up", "down", "both", "function"]) if depth else "term"
    if shape == "term":
        return rng.choice(TERMS)
    if shape == "not":
        return "not " + random_selection(rng, depth - 1)
    if shape in ("and", "or"):
        return f" {shape} ".join(random_selection(rng, depth - 1) for _ in range(rng.choice([2, 2, 3])))
    if shape == "function":
        return f"{rng.choice(['roots', 'sinks'])}({random_selection(rng, depth - 1)})"
    inner = f"({random_selection(rng, depth - 1)})"
    up = rng.choice(["+", "1+", "2+"]) if shape in ("up", "both") else ""
    down = rng.choice(["+", "+1", "+2"]) if shape in ("down", "both") else ""
    return up + inner + down


def answer(text, asset_graph):
    from dagster._core.definitions.antlr_asset_selection.antlr_asset_selection import AntlrAssetSelectionParser

    try:
        selection = AntlrAssetSelectionParser(text).asset_selection
    except Exception:
        return {"selection": text, "answer": "syntax error"}
    try:
        keys = selection.resolve_inner(asset_graph, allow_missing=True)
    except NotImplementedError:
        return {"selection": text, "answer": "undecidable"}
    return {"selection": text, "answer": sorted(key.to_user_string() for key in keys)}


GRAPH_QUERY = """
{ assetNodes {
    assetKey { path } groupName kinds tags { key value }
    owners { ... on UserAssetOwner { email } ... on TeamAssetOwner { team } }
    repository { name location { name } }
    isMaterializable isPartitioned jobNames opNames dependencyKeys { path } description } }
"""


def asset_node(node):
    return {
        "key": "/".join(node["assetKey"]["path"]),
        "group": node["groupName"],
        "kinds": sorted(node["kinds"]),
        "tags": node["tags"],
        "owners": [owner.get("email") or f"team:{owner['team']}" for owner in node["owners"]],
        "codeLocation": node["repository"]["location"]["name"],
        "repository": node["repository"]["name"],
        "isMaterializable": node["isMaterializable"],
        "isPartitioned": node["isPartitioned"],
        "jobNames": node["jobNames"],
        "opNames": node["opNames"],
        "parents": ["/".join(parent["path"]) for parent in node["dependencyKeys"]],
        "description": node["description"],
    }


def record(path):
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import CompositeTarget, PythonFileTarget
    from dagster_graphql.schema import create_schema

    locations = CompositeTarget(
        targets=[
            PythonFileTarget(python_file=__file__, attribute=name, working_directory=None, location_name=name)
            for name in ("warehouse", "models")
        ]
    )
    rng = random.Random(5)
    generated = [random_selection(rng, 3) for _ in range(120)]
    selections = list(dict.fromkeys([*SELECTIONS, *(text for text in generated if len(text) < 160)]))
    with tempfile.TemporaryDirectory() as home:
        with dg.DagsterInstance.local_temp(home) as instance, WorkspaceProcessContext(instance, locations) as workspace:
            context = workspace.create_request_context()
            graph = asyncio.run(create_schema().execute_async(GRAPH_QUERY, context_value=context))
            if graph.errors:
                raise graph.errors[0]
            recorded = {
                "recordedFrom": f"Dagster {dg.__version__}",
                "nodes": sorted((asset_node(node) for node in graph.data["assetNodes"]), key=lambda node: node["key"]),
                "answers": [answer(text, context.asset_graph) for text in selections],
            }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(recorded, file, indent=2, ensure_ascii=False)
        file.write("\n")
    print(f"{len(recorded['nodes'])} assets, {len(recorded['answers'])} selections")


if __name__ == "__main__":
    record(sys.argv[1])
