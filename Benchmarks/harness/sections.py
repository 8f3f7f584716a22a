"""The sections of a run, in their order."""

from .check import check
from .command import command
from .district import district
from .fiscal import fiscal
from .layers import layers
from .psplib import psplib
from .scaling import scaling
from .sensitivity import sensitivity
from .visitors import visitors
from .what_if import what_if
from .works import works

ALL = {
    "fiscal": fiscal,
    "command": command,
    "what-if": what_if,
    "scaling": scaling,
    "district": district,
    "visitors": visitors,
    "works": works,
    "psplib": psplib,
    "sensitivity": sensitivity,
    "layers": layers,
    "check": check,
}
