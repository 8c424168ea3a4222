"""Writes an event file with the tensorboard package and reads it back with its loader (pip install tensorboard)."""

import sys
from pathlib import Path

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter

BEGUN = 1_700_000_000.0
STEPS = [(300, 60, {"dev_wer": 0.125, "loss": 2.5}), (1_000_000, 120, {"loss": 1.5})]

path = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "events.out.tfevents.1700000000.steno")
if len(sys.argv) < 2:
    with open(path, "wb") as file:
        writer = RecordWriter(file)
        writer.write(Event(wall_time=BEGUN, file_version="brain.Event:2").SerializeToString())
        for step, seconds, scalars in STEPS:
            values = [Summary.Value(tag=tag, simple_value=value) for tag, value in scalars.items()]
            event = Event(wall_time=BEGUN + seconds, step=step, summary=Summary(value=values))
            writer.write(event.SerializeToString(deterministic=True))

events = EventAccumulator(str(path)).Reload()
found = {tag: [(e.step, e.value) for e in events.Scalars(tag)] for tag in events.Tags()["scalars"]}
if len(sys.argv) < 2:
    assert found == {"dev_wer": [(300, 0.125)], "loss": [(300, 2.5), (1_000_000, 1.5)]}, found
print(found)
