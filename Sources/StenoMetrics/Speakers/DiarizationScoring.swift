package import StenoTranscript

/// What is scored of a diarization.
package struct DiarizationScoring: Hashable, Sendable {
    /// What becomes of stretches in which the reference has several speakers at once.
    package enum Overlap: String, Hashable, Sendable {
        /// Each of the speakers has to be found.
        case scored
        /// Such stretches do not count.
        case skipped
    }

    /// How much on each side of a boundary of the reference does not count, as `md-eval -c` has it (0.25 s in NIST's
    /// evaluations, 0 in most papers since). `pyannote.metrics` calls twice that its collar.
    package var collar: Duration
    package var overlap: Overlap
    /// The stretches to score (UEM); `nil` for all from the first boundary of either side to the last.
    package var regions: [TimeRange]?

    package init(collar: Duration = .zero, overlap: Overlap = .scored, regions: [TimeRange]? = nil) {
        self.collar = collar
        self.overlap = overlap
        self.regions = regions
    }

    /// The rules in words, to print beside the figure.
    package var protocolText: String {
        "collar \(collar.inSeconds) s on each side, overlap \(overlap.rawValue)"
            + (regions == nil ? "" : ", within the UEM")
    }
}
