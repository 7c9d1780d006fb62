"""Events as records of the log and back: CloudEvents 1.0 in Kafka's binary mode, personal fields sealed."""

from shared.codec.cloudevent import Sealed, envelope
from shared.codec.events import Codec, Encoded, body, decode, encode

__all__ = ["Codec", "Encoded", "Sealed", "body", "decode", "encode", "envelope"]
