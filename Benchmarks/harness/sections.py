"""The sections of a run, in their order."""

from .check import check
from .command import command
from .district import district
from .fiscal import fiscal
from .layers import layers
from .scaling import scaling

ALL = {
    "fiscal": fiscal,
    "command": command,
    "scaling": scaling,
    "district": district,
    "layers": layers,
    "check": check,
}
