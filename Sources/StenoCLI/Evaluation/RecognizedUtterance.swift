import Foundation
import Steno
import StenoCorpora
import StenoMetrics

/// What came of one utterance of a manifest.
struct RecognizedUtterance: Sendable {
    let utterance: Utterance
    let transcript: Transcript
    /// Everything a stream said on the way, where it was followed as one.
    let events: [StreamEvent]
    /// What the recording says when it is read as a file, where it was followed as a stream.
    let fileText: String?
    /// Computing time alone: of the stream, where there is one.
    let elapsed: Duration

    /// Recognizes an utterance at once, or in chunks as a stream would bring them.
    ///
    /// - Parameter chunk: The length of a chunk; `nil` for all at once.
    init(_ utterance: Utterance, with recognizer: Recognizer, chunk: Duration?) throws {
        let audio = try utterance.recording(at: recognizer.sampleRate)
        let begun = ContinuousClock.now
        var events: [StreamEvent] = []
        if let chunk {
            events = try Self.events(
                of: audio, with: recognizer, chunk: recognizer.sampleRate.samples(in: chunk))
            transcript = try Transcript(finalsOf: events)
        } else {
            transcript = try recognizer.transcript(of: audio)
        }
        self.utterance = utterance
        self.events = events
        elapsed = ContinuousClock.now - begun
        fileText = chunk == nil ? nil : try recognizer.transcript(of: audio).text
    }

    /// Whether the stream wrote something else than the file gives.
    var streamingDiffers: Bool { fileText.map { $0 != transcript.text } ?? false }

    /// The aligned words, and what the file gives where the stream wrote something else.
    var listing: String {
        let aligned = scored(groupedBy: nil).listing
        guard let fileText, streamingDiffers else { return aligned }
        return aligned + "As a file: \(fileText)\n"
    }

    private static func events(
        of audio: AudioBuffer, with recognizer: Recognizer, chunk: Int
    ) throws -> [StreamEvent] {
        var session = try recognizer.makeSession()
        let chunks = stride(from: 0, to: audio.samples.count, by: chunk).map { start in
            Array(audio.samples[start..<min(start + chunk, audio.samples.count)])
        }
        return chunks.flatMap { session.accept($0) } + session.finish()
    }

    /// How sure the recognizer was of each word and whether it was right; empty where it does not say.
    var confidences: [Calibration.Outcome] {
        let said = transcript.words.compactMap(\.confidence), scored = scored(groupedBy: nil)
        guard said.count == scored.hypothesis.count else { return [] }
        return Calibration.Outcome.outcomes(of: scored, confidences: said)
    }

    /// The utterance with its text and what was heard, aligned.
    ///
    /// - Parameter group: The manifest's field to group by.
    func scored(groupedBy group: String?) -> ScoredUtterance {
        var groups: [String: String] = [:]
        if let group, let value = utterance.extra[group] { groups[group] = "\(value)" }
        return ScoredUtterance(
            id: utterance.id, reference: utterance.text, hypothesis: transcript.text,
            speaker: utterance.speaker?.rawValue, groups: groups)
    }
}

extension Utterance {
    /// Its part of the recording, in memory.
    func recording(at sampleRate: SampleRate) throws -> AudioBuffer {
        var reader = try AudioReader(at: audio, sampleRate: sampleRate)
        return try reader.readAll().excerpt(from: offset, lasting: duration)
    }
}
