import StenoTranscript

/// A recording cut wherever somebody begins or ends, in the reference or in the hypothesis.
struct SpeakerTimeline {
    /// A stretch in which nothing changes.
    struct Stretch {
        let duration: Duration
        /// Who speaks, as places in the lists of speakers.
        let reference: [Int]
        let hypothesis: [Int]
    }

    let referenceSpeakers: [SpeakerID]
    let hypothesisSpeakers: [SpeakerID]
    /// The stretches that are scored.
    private(set) var stretches: [Stretch] = []

    init(reference: [SpeakerTurn], hypothesis: [SpeakerTurn], scoring: DiarizationScoring) {
        referenceSpeakers = Set(reference.map(\.speaker)).sorted()
        hypothesisSpeakers = Set(hypothesis.map(\.speaker)).sorted()
        let all = (reference + hypothesis).map(\.time)
        let extent = all.dropFirst().reduce(all.first) { $0?.union($1) }
        var tracks = Tracks(referenceSpeakers.count, hypothesisSpeakers.count)
        let events =
            (scoring.regions ?? [extent].compactMap(\.self)).flatMap { Event.pair($0, .region) }
            + reference.flatMap { turn in
                Event.pair(turn.time, .reference(referenceSpeakers.firstIndex(of: turn.speaker) ?? 0))
                    + Self.collars(of: turn.time, scoring.collar).flatMap { Event.pair($0, .collar) }
            }
            + hypothesis.flatMap { turn in
                Event.pair(turn.time, .hypothesis(hypothesisSpeakers.firstIndex(of: turn.speaker) ?? 0))
            }
        var before = Duration.zero
        for event in events.sorted(by: { $0.instant < $1.instant }) {
            if event.instant > before, tracks.isScored(scoring.overlap) {
                stretches.append(tracks.stretch(lasting: event.instant - before))
            }
            before = event.instant
            tracks.apply(event)
        }
    }

    private static func collars(of time: TimeRange, _ collar: Duration) -> [TimeRange] {
        guard collar > .zero else { return [] }
        return [time.start, time.end].map { TimeRange(start: $0 - collar, end: $0 + collar) }
    }

    /// How long each pair of speakers talks at once, in seconds: `[reference, hypothesis]`.
    var coOccurrence: [[Double]] {
        var seconds = Array(
            repeating: Array(repeating: 0.0, count: hypothesisSpeakers.count), count: referenceSpeakers.count)
        for stretch in stretches {
            for reference in stretch.reference {
                for hypothesis in stretch.hypothesis {
                    seconds[reference][hypothesis] += stretch.duration.inSeconds
                }
            }
        }
        return seconds
    }
}

/// Something begins or ends.
private struct Event {
    enum Track {
        case region, collar
        case reference(Int)
        case hypothesis(Int)
    }

    let instant: Duration
    let track: Track
    let change: Int

    static func pair(_ time: TimeRange, _ track: Track) -> [Event] {
        [
            Event(instant: time.start, track: track, change: 1),
            Event(instant: time.end, track: track, change: -1),
        ]
    }
}

/// What is going on at an instant: how many turns, regions and collars cover it. Turns of one speaker that overlap
/// count once.
private struct Tracks {
    private var regions = 0
    private var collars = 0
    private var reference: [Int]
    private var hypothesis: [Int]

    init(_ referenceCount: Int, _ hypothesisCount: Int) {
        reference = Array(repeating: 0, count: referenceCount)
        hypothesis = Array(repeating: 0, count: hypothesisCount)
    }

    mutating func apply(_ event: Event) {
        switch event.track {
        case .region: regions += event.change
        case .collar: collars += event.change
        case .reference(let speaker): reference[speaker] += event.change
        case .hypothesis(let speaker): hypothesis[speaker] += event.change
        }
    }

    func isScored(_ overlap: DiarizationScoring.Overlap) -> Bool {
        regions > 0 && collars == 0 && (overlap == .scored || reference.count { $0 > 0 } < 2)
    }

    func stretch(lasting duration: Duration) -> SpeakerTimeline.Stretch {
        .init(
            duration: duration, reference: reference.indices.filter { reference[$0] > 0 },
            hypothesis: hypothesis.indices.filter { hypothesis[$0] > 0 })
    }
}
