"""The code location `north`. Its job `nightly` and the op `load_orders` in it are also names of the code location `south`."""

import dagster as dg

from work import Outcome, work

DAYS = dg.DailyPartitionsDefinition(start_date="2026-01-01", end_date="2026-01-11")


@dg.multi_asset(name="load_orders", specs=[dg.AssetSpec(["north", "orders"])])
def orders():
    work("orders")


@dg.asset(key=["north", "prices"])
def prices():
    work("prices")


MODELS = ["customers", "invoices", "payments"]


@dg.multi_asset(
    name="dbt_models",
    specs=[dg.AssetSpec(["dbt", model], skippable=True) for model in MODELS],
    check_specs=[dg.AssetCheckSpec("not_null", asset=["dbt", model]) for model in MODELS],
    can_subset=True,
)
def dbt_models(context: dg.AssetExecutionContext):
    """As dbt's assets are: one op builds the models that were selected and runs the tests that were selected."""
    work("dbt_models")
    for key in sorted(context.selected_asset_keys):
        yield dg.MaterializeResult(asset_key=key)
    for check in sorted(context.selected_asset_check_keys):
        yield dg.AssetCheckResult(asset_key=check.asset_key, check_name=check.name, passed=True)


@dg.asset(key=["north", "loaded"], partitions_def=DAYS, output_required=False)
def loaded():
    """Yields nothing for a day on which there is nothing to load."""
    if work("loaded") is not Outcome.NOTHING:
        yield dg.Output(None)


@dg.asset(
    key=["north", "untouched"],
    partitions_def=dg.DailyPartitionsDefinition("2026-01-01", end_date="2026-01-04", timezone="Asia/Tokyo"),
)
def untouched():
    """Never materialized."""


@dg.multi_asset(
    name="files",
    specs=[dg.AssetSpec(["north", "new_files"], skippable=True), dg.AssetSpec(["north", "file_index"])],
    can_subset=False,
)
def files():
    outcome = work("files")
    if outcome is not Outcome.NOTHING:
        yield dg.MaterializeResult(asset_key=["north", "new_files"])
    yield dg.MaterializeResult(asset_key=["north", "file_index"])


@dg.multi_asset(name="mail", specs=[dg.AssetSpec(["north", "mail"], skippable=True)], can_subset=False)
def mail():
    if work("mail") is not Outcome.NOTHING:
        yield dg.MaterializeResult(asset_key=["north", "mail"])


@dg.asset(key=["north", "balance"])
def balance():
    work("balance")


@dg.asset_check(asset=["north", "balance"], blocking=True)
def not_negative():
    outcome = work("not_negative")
    severity = dg.AssetCheckSeverity.WARN if outcome is Outcome.WARNS else dg.AssetCheckSeverity.ERROR
    return dg.AssetCheckResult(passed=outcome is Outcome.MAKES, severity=severity)


@dg.asset_check(asset=["north", "balance"])
def adds_up():
    return dg.AssetCheckResult(passed=work("adds_up") is Outcome.MAKES)


@dg.asset(key=["north", "report"], deps=[["north", "balance"]])
def report():
    work("report")


def job(name, *assets):
    return dg.define_asset_job(name, selection=dg.AssetSelection.assets(*assets))


defs = dg.Definitions(
    assets=[orders, prices, dbt_models, loaded, untouched, files, mail, balance, report],
    asset_checks=[not_negative, adds_up],
    jobs=[
        job("nightly", orders),
        job("dbt", dbt_models),
        job("balances", balance, report),
        job("files_and_mail", files, mail),
        dg.define_asset_job("dbt_tests", selection=dg.AssetSelection.checks_for_assets(dbt_models)),
    ],
    executor=dg.in_process_executor,
)
