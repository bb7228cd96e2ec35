"""Several processes write to one PostgreSQL at once: nothing is given twice, nothing is lost, nobody waits for good."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cutting_proxy import *  # noqa: F403
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

import batch
from batch.errors import StaleSituation, StoreCollision, StoreUnreachable
from batch.store import journal
from batch.store.connect import open_engine
from batch.store.register import SqlRegister
from batch.store.transactions import repeated
