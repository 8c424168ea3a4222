"""Writes lhotse_cuts.jsonl with lhotse 1.33 (pip install lhotse): run in this folder.

Four cuts: a whole recording with one supervision, a window of a recording with the two supervisions it holds, one
without any, and one mixed with noise. No audio is needed; the recordings are described, not read.
"""

from lhotse import CutSet, MonoCut, Recording, SupervisionSegment
from lhotse.audio import AudioSource


def recording(name: str, seconds: float) -> Recording:
    return Recording(
        id=name,
        sources=[AudioSource(type="file", channels=[0], source=f"audio/{name}.wav")],
        sampling_rate=16000,
        num_samples=round(seconds * 16000),
        duration=seconds,
    )


talk, noise = recording("talk", 30.0), recording("noise", 8.0)
whole = MonoCut(
    id="whole", start=0, duration=30.0, channel=0, recording=talk,
    supervisions=[SupervisionSegment(
        id="s0", recording_id="talk", start=0.0, duration=30.0, channel=0, text="all of it", speaker="anna",
        language="English", gender="female", custom={"mood": "calm"})])
two = MonoCut(
    id="two", start=0, duration=30.0, channel=0, recording=talk,
    supervisions=[
        SupervisionSegment(id="s1", recording_id="talk", start=10.5, duration=2.0, text="hello", speaker="anna"),
        SupervisionSegment(id="s2", recording_id="talk", start=13.25, duration=1.0, text="there", speaker="bert"),
    ]).truncate(offset=10.0, duration=5.0)
silent = MonoCut(id="silent", start=0, duration=8.0, channel=0, recording=noise, supervisions=[])

CutSet.from_cuts([whole, two.with_id("two"), silent, whole.mix(silent, snr=10).with_id("mixed")]).to_file(
    "lhotse_cuts.jsonl")
