"""The story without effects: frame, judge, report.

Files are opened by the caller and handed in; nothing here knows a clock, a database or a folder.
"""

from batch.pipeline.bench import Bench, Situations
from batch.pipeline.frame import frame_of
from batch.pipeline.judge import Judge, Piece

__all__ = ["Bench", "Judge", "Piece", "Situations", "frame_of"]
