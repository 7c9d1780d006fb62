"""Settings of every service, from the environment (`AFTERHIRE_…`)."""

from datetime import date
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.clock import SystemClock
from shared.errors import MisconfiguredError


class Settings(BaseSettings):
    """What an operator decides; each field is the variable `AFTERHIRE_<FIELD>`. Left empty, it is not set."""

    model_config = SettingsConfigDict(
        env_prefix="AFTERHIRE_",
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,  # an empty secret would be one that everybody knows
    )

    kafka: str = "127.0.0.1:9092"
    """Bootstrap servers, `host:port[,host:port…]`."""
    database_url: str = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
    """An SQLAlchemy address; the driver is always psycopg 3."""
    topic_prefix: str = Field(default="afterhire", pattern=r"^[a-z][a-z0-9_-]*$")
    """What the names of the four topics start with."""
    partitions: int = Field(default=8, ge=1, le=256)
    """Partitions of each topic when it is created; never changed afterwards."""
    replication: int = Field(default=1, ge=1)
    """Copies of each partition when a topic is created."""
    outbox_days: int = Field(default=3, ge=1)
    """How long rows stay in the outboxes after they were sent, should the log lose its tail."""
    agency: str = Field(default="demo", pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")
    """The tenant that an unauthenticated, embedded installation works for."""
    timezone: str = "Europe/London"
    """The agency's time zone: its calendar days begin and end here."""
    leap_day: Literal["02-28", "03-01"] = "02-28"
    """Where an anniversary of 29 February falls in a year without one."""
    guarantee_days: int = Field(default=90, ge=0, le=3650)
    """How long the agency answers for somebody it placed for good; 0: not at all."""
    probation_days: int = Field(default=180, ge=0, le=3650)
    """How long somebody placed for good is on probation; 0: not at all."""
    claim_seconds: int = Field(default=3_600, ge=1, le=604_800)
    """How long a claimed task is its holder's, unless they extend it."""
    phone_country: str = Field(default="GB", pattern=r"^[A-Z]{2}$")
    """The country of telephone numbers that are written without one (ISO 3166)."""
    today: date | None = None
    """Plays on this calendar day instead of the machine's own (tests and demos)."""
    master_key: SecretStr | None = None
    """32 bytes in URL-safe base64: wraps each agency's key."""
    greenhouse_secret: SecretStr | None = None
    """The secret key of the agency's Greenhouse web hooks."""
    ashby_secret: SecretStr | None = None
    """The secret token of the agency's Ashby web hooks, the same for all of them."""
    lever_secrets: SecretStr | None = None
    """The signature tokens of the agency's Lever web hooks, with commas between: each has its own."""
    lever_hours: int = Field(default=24, ge=1, le=336)
    """How old a Lever web hook may be: as long as Lever tries again, and no longer; it keeps two weeks."""
    workable_secret: SecretStr | None = None
    """The token of the agency's Workable account or, of a partner's application, its OAuth secret."""
    bullhorn_secret: SecretStr | None = None
    """What the agency's own program signs with that sends on Bullhorn's events."""
    webhook_bytes: int = Field(default=2_000_000, ge=1)
    """The largest web hook that is taken."""
    file_bytes: int = Field(default=200_000_000, ge=1)
    """The largest file that is taken, with the form around it."""
    refused_days: int = Field(default=90, ge=1, le=3650)
    """How long refused files and rows are kept that cannot be told whose they are."""
    api_token: SecretStr | None = None
    """A bearer token that every HTTP request must carry; needed to listen beyond this machine."""
    hooks_private: bool = False
    """Whether web hooks may go to private networks and without TLS; they may where no token is set."""
    host: str = "127.0.0.1"
    """The address the HTTP services listen on."""
    port: int = Field(default=8400, ge=0, le=65535)
    """The port the HTTP services listen on."""
    console_port: int = Field(default=8401, ge=0, le=65535)
    """The port the console's pages are served on."""
    ingest_url: str | None = None
    """Where the console finds ingest's API; without it at the host and port above, like the next three."""
    desk_url: str | None = None
    """Where the console finds the desk's API."""
    query_url: str | None = None
    """Where the console finds the query service's API."""
    rules_url: str | None = None
    """Where the console finds the rules' API."""
    access_url: str | None = None
    """Where the console finds the API of tokens, when people sign in at the agency's provider."""
    console_url: str | None = None
    """The console's address as browsers know it, to which the agency's provider sends people back."""
    oidc_issuer: str | None = None
    """The issuer of the agency's own sign-in (OpenID Connect); without it people sign in by tokens."""
    oidc_client_id: str | None = None
    """By which that provider knows the console."""
    oidc_client_secret: SecretStr | None = None
    """With which the console shows who it is; none where it is registered as a public client."""
    oidc_scopes: str = "openid email profile"
    """What is asked for; some providers tell of groups only when asked."""
    oidc_recruiter_claim: str = "email"
    """The claim that names a recruiter as tasks do."""
    oidc_role_claim: str = "email"
    """The claim by whose values roles are given: an address, or groups."""
    oidc_roles: str | None = None
    """Rules `PATTERN=ROLE` with commas between, `*` for anything; the first that fits counts."""
    home: Path | None = None
    """Where the embedded PostgreSQL and Kafka keep what they hold."""
    heartbeat: Path | None = None
    """A folder in which workers leave signs of life, for a container's health check."""
    log_level: str = Field(default="info", pattern=r"^(debug|info|warning|error)$")
    """The least important line that is logged."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"expected an IANA time zone like Europe/London, found {value!r}") from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The agency's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def clock(self) -> SystemClock:
        """The clock all services of this installation share."""
        return SystemClock.playing(self.today)


def load() -> Settings:
    """Read the environment.

    Raises `MisconfiguredError` that names the variable, what was found and what is allowed.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "AFTERHIRE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise MisconfiguredError(f"{name}: {first['msg']}; found {first['input']!r}") from error
