"""The level of every field on every channel, kept per kind of field: what many fields share is worked out once."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from domain.access import Channel, Clearance, Level
from permissions.grants import AreaRight, Caps, FieldFacts, RegisterFacts, Rights

Levels = Mapping[str, Level]
Vector = tuple[Level, ...]
"""One level per channel, in the order of CHANNELS."""

# A channel on the left never shows more than the one on the right.
BOUNDS = {
    Channel.FILTER: Channel.LIST,
    Channel.SORT: Channel.LIST,
    Channel.SEARCH: Channel.LIST,
    Channel.GROUP: Channel.LIST,
    Channel.EXPORT: Channel.DETAILS,
    Channel.PRINT: Channel.DETAILS,
    Channel.NOTIFY: Channel.DETAILS,
    Channel.API: Channel.DETAILS,
    Channel.HISTORY: Channel.DETAILS,
}
# These answer questions about the value itself, so a mask would be an oracle: all or nothing.
ORACLES = frozenset({Channel.FILTER, Channel.SORT, Channel.SEARCH, Channel.GROUP})
CHANNELS = (Channel.LIST, Channel.DETAILS, Channel.FORM, *BOUNDS)
_PLACE = {channel: place for place, channel in enumerate(CHANNELS)}


class Spread(Mapping[Channel, Levels]):
    """Channel → field → level; the dictionaries are made when a channel is first asked for."""

    __slots__ = ("_kept", "_kinds", "vectors")

    def __init__(self, kinds: Mapping[str, int], vectors: tuple[Vector, ...]) -> None:
        self._kinds = kinds
        self.vectors = vectors
        """By the number of a kind, which ``kinds`` gives for each field."""
        self._kept: dict[Channel, Levels] = {}

    def __getitem__(self, channel: Channel) -> Levels:
        found = self._kept.get(channel)
        if found is None:
            place = _PLACE[channel]
            found = self._kept[channel] = {key: self.vectors[kind][place] for key, kind in self._kinds.items()}
        return found

    def __iter__(self) -> Iterator[Channel]:
        return iter(CHANNELS)

    def __len__(self) -> int:
        return len(CHANNELS)

    def at_least(self, other: "Spread") -> bool:
        """Whether it shows every field at least as well as ``other``, a spread of the same register."""
        return all(
            level >= less
            for mine, his in zip(self.vectors, other.vectors, strict=True)
            for level, less in zip(mine, his, strict=True)
        )


class Spreading:
    """Works out spreads for a set of roles, register by register."""

    def __init__(self, rights: Mapping[str, Rights], caps: Caps) -> None:
        self._rights, self._caps = rights, caps
        self._named: dict[str, set[str]] = {}
        for place in (*caps, *(place for one in rights.values() for place in one.fields)):
            self._named.setdefault(place[0], set()).add(place[1])

    def of(self, facts: RegisterFacts) -> "Merging":
        """The spreads of one register: fields that no rule and no cap names share a kind with all of their clearance."""
        named: Collection[str] = self._named.get(facts.key, ())
        kinds: dict[str, int] = {}
        samples: dict[tuple[object, ...], tuple[int, FieldFacts, bool]] = {}
        for spec in facts.fields:
            own = spec.key in named
            sign = (spec.key,) if own else (spec.clearance, spec.system)
            kinds[spec.key] = samples.setdefault(sign, (len(samples), spec, own))[0]
        vectors = {}
        for name, rights in self._rights.items():
            area = rights.areas.get(facts.area, rights.areas.get(None))
            vectors[name] = tuple(
                _vector(facts.key, spec, rights, area, self._caps) if own else _plain(spec.clearance, area, system=spec.system)
                for _number, spec, own in samples.values()
            )
        return Merging(kinds, vectors)


class Merging:
    """The spreads of sets of roles on one register, each made once."""

    def __init__(self, kinds: Mapping[str, int], vectors: Mapping[str, tuple[Vector, ...]]) -> None:
        self._kinds, self._vectors = kinds, vectors
        self._kept: dict[tuple[str, ...], Spread] = {}

    def most(self, roles: tuple[str, ...]) -> Spread:
        """For each field the most that one of ``roles`` gives."""
        found = self._kept.get(roles)
        if found is None:
            several = [self._vectors[name] for name in roles]
            merged = several[0] if len(several) == 1 else tuple(
                tuple(max(levels) for levels in zip(*kind, strict=True)) for kind in zip(*several, strict=True)
            )
            found = self._kept[roles] = Spread(self._kinds, merged)
        return found


@lru_cache(maxsize=1024)
def _plain(clearance: Clearance, area: AreaRight | None, *, system: bool) -> Vector:
    """The levels of a field that no rule and no cap names."""
    return _vector("", FieldFacts("", clearance, system=system), Rights(""), area, {})


def _vector(register: str, spec: FieldFacts, rights: Rights, area: AreaRight | None, caps: Caps) -> Vector:
    levels: list[Level] = []
    for channel in CHANNELS:
        level = _stated(register, spec, rights, area, channel)
        if channel in BOUNDS:
            level = min(level, levels[_PLACE[BOUNDS[channel]]])
        if channel is not Channel.FORM or spec.system:
            level = min(level, Level.READ)
        for cap in ((register, spec.key, None), (register, spec.key, channel)):
            level = min(level, caps.get(cap, level))
        if channel in ORACLES and level < Level.READ:
            level = Level.HIDDEN
        levels.append(level)
    return tuple(levels)


def _stated(register: str, spec: FieldFacts, rights: Rights, area: AreaRight | None, channel: Channel) -> Level:
    for key in ((register, spec.key, channel), (register, spec.key, None)):
        if key in rights.fields:
            return rights.fields[key]
    return by_clearance(spec.clearance, area)


@lru_cache(maxsize=256)
def by_clearance(clearance: Clearance, area: AreaRight | None) -> Level:
    """The level that follows from a role's clearance where no rule names the field."""
    if area is None:
        return Level.HIDDEN
    if area.writes is not None and clearance <= area.writes:
        return Level.WRITE
    if clearance <= area.reads:
        return Level.READ
    return area.above if clearance == area.reads + 1 else Level.HIDDEN
