from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.vault.cache import KeyCache

ANN, BOB, CY = (("demo", name) for name in ("ann", "bob", "cy"))
CIPHER = AESGCM(bytes(32))


def test_the_cache_holds_what_was_used_last() -> None:
    """It is bounded, however many people there are."""
    cache = KeyCache(lambda: 0.0, largest=2)
    cache.put({ANN: CIPHER, BOB: CIPHER}, 0.0)
    cache.among([ANN])
    cache.put({CY: CIPHER}, 0.0)
    assert cache.among([ANN, BOB, CY]).keys() == {ANN, CY}


def test_the_cache_tells_the_erased_from_the_unknown() -> None:
    """That somebody is erased is worth remembering; that somebody is unknown is not."""
    cache = KeyCache(lambda: 0.0)
    cache.put({ANN: None}, 0.0)
    assert cache.among([ANN, BOB]) == {ANN: None}


def test_age_counts_from_the_reading() -> None:
    """Being used does not make a key younger."""
    seconds = [0.0]
    cache = KeyCache(lambda: seconds[0])
    cache.put({ANN: CIPHER}, 0.0)
    for seconds[0] in (30.0, 60.0):
        assert cache.among([ANN])
    seconds[0] = 60.1
    assert not cache.among([ANN])


def test_what_is_dropped_is_gone() -> None:
    """And dropping what is not there is no fault."""
    cache = KeyCache(lambda: 0.0)
    cache.put({ANN: CIPHER}, 0.0)
    for _ in range(2):
        cache.drop(ANN)
        assert not cache.among([ANN])
