"""H.264 as it lies in MP4, MOV and Matroska: parameter sets and coded pictures (ISO/IEC 14496-10 and -15).

No picture is decoded here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_

SLICE, IDR_SLICE, SEI, SPS, PPS, DELIMITER, FILLER = 1, 5, 6, 7, 8, 9, 12
"""Kinds of units (nal_unit_type, table 7-1)."""

HIGH = (100, 110, 122, 144, 244)
"""Profiles whose record says the sample format, too."""

IDS = 32
"""Sequence parameter sets have ids below this."""


class Malformed(ValueError):
    """The bytes are not what they should be."""


@dataclass(frozen=True)
class Sets:
    """The parameter sets of a stream, as in its AVCDecoderConfigurationRecord."""

    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]
    length_size: int
    """Bytes of the length before each unit of a picture."""

    @classmethod
    def of(cls, record: bytes | None) -> Sets:
        """Raises Malformed where the bytes are no such record."""
        if record is None or len(record) < 7 or record[0] != 1:
            raise Malformed("no record of parameter sets")
        at, found = 5, []
        for mask in (0x1F, 0xFF):
            if at >= len(record):
                raise Malformed("a record that breaks off")
            count, at = record[at] & mask, at + 1
            units = []
            for _ in range(count):
                size = int.from_bytes(record[at : at + 2], "big")
                units.append(record[at + 2 : at + 2 + size])
                at += 2 + size
                if at > len(record) or size < 4:
                    raise Malformed("a record that breaks off")
            found.append(tuple(units))
        if not found[0] or not found[1]:
            raise Malformed("a record without parameter sets")
        return cls(found[0], found[1], (record[4] & 3) + 1)

    @property
    def ids(self) -> set[int]:
        """All ids in use, of sequences and pictures together."""
        # A sequence's id comes after profile, constraints and level.
        return {_first_number(unit[4:]) for unit in self.sps} | {_first_number(unit[1:]) for unit in self.pps}

    def __add__(self, other: Sets) -> Sets:
        """The sets of a stream whose pictures use those of either. Raises Malformed where ids collide."""
        if self.ids & other.ids or self.length_size != other.length_size:
            raise Malformed("parameter sets that cannot stand beside others")
        return Sets(self.sps + other.sps, self.pps + other.pps, self.length_size)

    def record(self, chroma: int, depth: int) -> bytes:
        """The AVCDecoderConfigurationRecord. `chroma` is chroma_format_idc (0 to 3), `depth` the bits of a sample."""
        profile, level = max(unit[1] for unit in self.sps), max(unit[3] for unit in self.sps)
        constraints = reduce(and_, (unit[2] for unit in self.sps))
        head = bytes([1, profile, constraints, level, 0xFC | (self.length_size - 1)])
        tail = bytes([0xFC | chroma, 0xF8 | (depth - 8), 0xF8 | (depth - 8), 0]) if profile in HIGH else b""
        return head + _listed(self.sps, 0xE0) + _listed(self.pps, 0) + tail

    def units(self, picture: bytes) -> Iterator[bytes]:
        """The units of a coded picture, without their lengths. Raises Malformed."""
        at = 0
        while at < len(picture):
            size = int.from_bytes(picture[at : at + self.length_size], "big")
            at += self.length_size
            if not size or at + size > len(picture):
                raise Malformed("a picture that breaks off")
            yield picture[at : at + size]
            at += size

    def bare(self, picture: bytes) -> tuple[bytes, bool]:
        """A coded picture with nothing but its slices, and whether it is an IDR picture.

        Supplemental information (captions, time codes, words of the encoder), filler and parameter sets that say the
        same again are left out. Raises Malformed where it holds other parameter sets, or units of which nobody can
        say that a decoder shows them.
        """
        kept, idr = [], False
        for unit in self.units(picture):
            kind = unit[0] & 0x1F
            if kind in (SLICE, IDR_SLICE):
                idr = idr or kind == IDR_SLICE
                kept.append(len(unit).to_bytes(self.length_size, "big") + unit)
            elif kind in (SPS, PPS):
                if unit.rstrip(b"\0") not in (self.sps if kind == SPS else self.pps):
                    raise Malformed("parameter sets that change")
            elif kind not in (SEI, DELIMITER, FILLER):
                raise Malformed(f"units of the kind {kind}")
        if not kept:
            raise Malformed("a picture without slices")
        return b"".join(kept), idr


def _listed(units: tuple[bytes, ...], flags: int) -> bytes:
    return bytes([flags | len(units)]) + b"".join(len(unit).to_bytes(2, "big") + unit for unit in units)


def _first_number(payload: bytes) -> int:
    """The first number of a unit, in Exp-Golomb code (9.1)."""
    bits = int.from_bytes(payload[:8].ljust(8, b"\0"), "big")
    zeros = 64 - bits.bit_length()
    if zeros > 16:
        raise Malformed("a parameter set without an id")
    return (bits >> (63 - 2 * zeros)) - 1
