"""/v1/insights: what fields pay and how they hire. Nothing is told of fewer than five."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from services.query.api.asked import NO_NUL
from services.query.benchmarks import Benchmarks
from services.query.filled import Whole
from services.query.trends import Trend, Trends

FieldOfWork = Annotated[
    str | None,
    Query(
        alias="field",
        max_length=100,
        pattern=NO_NUL,
        description="Only this field of work.",
        examples=["software"],
    ),
]


class BenchmarkAnswer(BaseModel):
    """What at least five jobs of one field pay a year."""

    model_config = ConfigDict(title="Benchmark")
    field: str = Field(examples=["software"])
    seniority: str | None = Field(description="One rank of it; nothing: all ranks.", examples=["senior"])
    currency: str = Field(description="By ISO 4217.", examples=["EUR"])
    jobs: int = Field(ge=5, description="How many it rests on.")
    clients: int = Field(ge=0, description="Of how many clients, as far as they are known.")
    lower: int = Field(description="A quarter of them pays less, by the middle of each band, in hundreds.")
    median: int = Field(description="Half of them pays less.")
    upper: int = Field(description="A quarter of them pays more.")


class BenchmarkList(BaseModel):
    """What fields pay, by the agency's own jobs."""

    benchmarks: list[BenchmarkAnswer] = Field(description="By field; of each all ranks first.")
    since: date = Field(description="The jobs counted were posted after this day.")


class QuarterAnswer(BaseModel):
    """How a field hired in one quarter. Empty where it would be told of fewer than five."""

    model_config = ConfigDict(title="QuarterOfTrend")
    begins: date
    over: bool = Field(description="Whether the quarter is over: else its numbers still grow.")
    jobs: int | None = Field(description="Jobs that were posted.")
    starts: int | None = Field(
        description="People seen to begin a job in the field, placed by the agency or not, in steps of five."
    )
    days_open: int | None = Field(
        description="How long half of those that were closed, or ran out, were open at most."
    )


class TrendAnswer(BaseModel):
    """How a field hires."""

    model_config = ConfigDict(title="Trend")
    field: str = Field(examples=["software"])
    open_jobs: int | None = Field(description="Jobs that are open today; empty for fewer than five.")
    change: float | None = Field(
        description="Jobs of the last whole quarter against that of a year before: 0.25 is a quarter more.",
        examples=[0.25],
    )
    quarters: list[QuarterAnswer] = Field(description="The last eight, the oldest first.")


class TrendList(BaseModel):
    """How fields hire, by the agency's own log."""

    trends: list[TrendAnswer] = Field(description="By field; without those of which nothing can be told.")


def router(benchmarks: Callable[[], Benchmarks], trends: Callable[[], Trends], whole: Whole) -> APIRouter:
    """The routes of these resources."""
    routes = APIRouter(prefix="/v1/insights", tags=["insights"], dependencies=[Depends(whole)])

    @routes.get("/benchmarks", summary="What fields of work pay, each told of at least five jobs.")
    def paid(field: FieldOfWork = None) -> BenchmarkList:
        found = [BenchmarkAnswer(**one._asdict()) for one in benchmarks().of(field)]
        return BenchmarkList(benchmarks=found, since=benchmarks().since)

    @routes.get("/trends", summary="How fields of work hire, by quarter, each number told of at least five.")
    def hiring(field: FieldOfWork = None) -> TrendList:
        return TrendList(trends=[_trend(one) for one in trends().of(field)])

    return routes


def _trend(one: Trend) -> TrendAnswer:
    last = one.quarters[-1].begins
    quarters = [QuarterAnswer(over=each.begins < last, **each._asdict()) for each in one.quarters]
    return TrendAnswer(field=one.field, open_jobs=one.open_jobs, change=one.change, quarters=quarters)
