import ArgumentParser
import Foundation
import Steno
import StenoAudio
import StenoMetrics
import StenoSpeakers
import StenoTranscript

/// What diarizations are compared with, and by which rules.
struct DiarizationScoringOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The truth: who speaks when in each recording.", valueName: "file.rttm"))
    var reference: String?

    @Option(help: ArgumentHelp("The stretches to score; all, if not given.", valueName: "file.uem"))
    var uem: String?

    @Option(
        help: ArgumentHelp("What does not count on each side of a true boundary.", valueName: "seconds"))
    var collar = 0.0

    @Flag(help: "Do not score where several people speak at once.")
    var skipOverlap = false

    func validate() throws {
        guard collar >= 0, collar.isFinite else {
            throw ValidationError("--collar must be a number of seconds from 0 on, not \(collar).")
        }
        if reference == nil, uem != nil || collar > 0 || skipOverlap {
            throw ValidationError(
                "--uem, --collar and --skip-overlap say how to score: pass --reference, too.")
        }
    }

    func truth() throws -> DiarizationReference? {
        guard let reference else { return nil }
        return DiarizationReference(
            turns: try TextFile(reference).parsed(RTTMRecord.records(reading:)),
            regions: try uem.map { try TextFile($0).parsed(UEMRecord.records(reading:)) },
            scoring: DiarizationScoring(collar: .seconds(collar), overlap: skipOverlap ? .skipped : .scored))
    }
}

/// Who speaks when in recordings, and by which rules that is scored.
struct DiarizationReference: Sendable {
    fileprivate let turns: [RTTMRecord]
    fileprivate let regions: [UEMRecord]?
    let scoring: DiarizationScoring

    /// - Throws: `InputFailure` for a recording that the reference does not know.
    func truth(of recording: String) throws -> (turns: [SpeakerTurn], scoring: DiarizationScoring) {
        let own = turns.filter { $0.recording == recording }.compactMap(\.turn)
        guard !own.isEmpty else {
            throw InputFailure(description: "\(recording): the reference has no line about it")
        }
        var scoring = scoring
        scoring.regions = regions?.filter { $0.recording == recording }.map(\.time)
        return (own, scoring)
    }
}

/// How wrong diarizations are, beside two that need no voices or no boundaries.
struct DiarizationFigures {
    private var own: DiarizationErrors
    /// The same speech, all of one speaker.
    private var oneSpeaker: DiarizationErrors
    /// Our voices on the true segments.
    private var trueSegments: DiarizationErrors
    private var audio: Duration
    private var work: Duration

    init(
        of recording: AudioBuffer, by diarizer: Diarizer,
        truth: (turns: [SpeakerTurn], scoring: DiarizationScoring)
    ) {
        var turns: [SpeakerTurn] = []
        work = ContinuousClock().measure { turns = diarizer.turns(of: recording) }
        audio = recording.duration
        func errors(_ hypothesis: [SpeakerTurn]) -> DiarizationErrors {
            DiarizationErrors(reference: truth.turns, hypothesis: hypothesis, scoring: truth.scoring)
        }
        own = errors(turns)
        oneSpeaker = errors(turns.map { SpeakerTurn(speaker: "one", time: $0.time) })
        trueSegments = errors(
            diarizer.embedder.turns(
                of: recording, in: truth.turns.segments(until: recording.duration), limit: diarizer.limit))
    }

    static func + (a: DiarizationFigures, b: DiarizationFigures) -> DiarizationFigures {
        var sum = a
        sum.own = a.own + b.own
        sum.oneSpeaker = a.oneSpeaker + b.oneSpeaker
        sum.trueSegments = a.trueSegments + b.trueSegments
        sum.audio += b.audio
        sum.work += b.work
        return sum
    }

    func text(latency: Double?, scoring: DiarizationScoring) -> String {
        let minutes = fixed(audio.inSeconds / 60, 1), speech = fixed(own.speech.inSeconds / 60, 1)
        let speed = RealTimeFactor(processing: work, audio: audio).value.map { fixed($0, 4) } ?? "unknown"
        let mode = latency.map { "as a stream, \(fixed($0, 1)) s latency" } ?? "whole recordings"
        return """
            \(mode): \(own.line)
              one speaker for all of it: \(oneSpeaker.line)
              our voices on the true segments: \(trueSegments.line)
              \(own.recordings) recordings, \(minutes) minutes, \(speech) of speech; \(scoring.protocolText)
              real-time factor \(speed) on one thread

            """
    }
}

extension DiarizationErrors {
    fileprivate var line: String {
        func percent(_ time: Duration) -> String { fixed(100 * time.inSeconds / speech.inSeconds, 2) }
        return
            "DER \(fixed(100 * rate, 2)) % (missed \(percent(missed)), false alarm \(percent(falseAlarm)), "
            + "confusion \(percent(confusion))), JER \(fixed(100 * jaccardRate, 1)) %, right number of speakers in "
            + "\(recordingsWithRightSpeakerCount) of \(recordings)"
    }
}

extension [SpeakerTurn] {
    /// The stretches between all their boundaries in which somebody speaks, as far as there is audio.
    fileprivate func segments(until end: Duration) -> [TimeRange] {
        let boundaries = Set(flatMap { [$0.time.start, $0.time.end] }.map { Swift.min($0, end) }).sorted()
        return zip(boundaries, boundaries.dropFirst()).compactMap { start, end in
            contains { $0.time.start <= start && $0.time.end >= end }
                ? TimeRange(start: start, end: end) : nil
        }
    }
}
