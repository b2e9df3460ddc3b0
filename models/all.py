"""Finds every register file, so that adding one edits nothing else."""

import importlib
import pkgutil

import models
from models.base import Base
from models.register import Registers, registers


def load() -> Registers:
    """Import every module of this room, check all declarations and return the registers; raises Misdeclared."""
    for module in sorted(found.name for found in pkgutil.walk_packages(models.__path__, "models.")):
        importlib.import_module(module)
    Base.registry.configure()
    registers.check()
    registers.arrange()
    return registers
