public import FoundationEssentials
public import StenoAcousticModel
public import StenoAudio
import StenoDecoding
import StenoFeatures
import StenoTensor
import StenoText
public import StenoTranscript

/// Finds when the words of a known text are spoken in a recording.
///
/// ```swift
/// let aligner = try SpeechAligner(model: bundle)
/// var reader = try AudioReader(at: file, sampleRate: aligner.sampleRate)
/// let transcript = try aligner.transcript(of: text, in: &reader)
/// ```
///
/// Memory grows with the recording's length plus the text's, by about 40 kB a second for a model of 100 symbols.
public struct SpeechAligner: Sendable {
    /// The acoustic model.
    public let model: AcousticModel
    private let aligner: TextAligner

    /// Opens a model bundle; its search and its speaker model are left aside.
    ///
    /// - Throws: `ModelError` or `RecognizerError`, saying what is wrong with the bundle.
    public init(model folder: URL) throws {
        model = try AcousticModel(at: folder)
        aligner = TextAligner(
            tokenizer: model.tokenizer, timing: FrameTiming(frameDuration: model.frameDuration),
            timeCorrection: try DecoderCalibration(bundle: folder).wordTimes)
    }

    /// The rate that samples have to have.
    public var sampleRate: SampleRate { model.features.sampleRate }

    /// The text with the times of its words: a segment a line, each word as it is written. A word's confidence is low
    /// where something else was said.
    ///
    /// - Parameters:
    ///   - text: All that is said in the recording, in order.
    ///   - reader: A single track at `sampleRate`; read to its end, its samples never held whole by a streaming model.
    /// - Throws: `AlignmentTextError` for words that the model has no symbols for, `AlignmentError` when the text does
    ///   not fit into the recording, `AudioError`.
    public func transcript(of text: String, in reader: inout AudioReader) throws -> Transcript {
        precondition(
            reader.sampleRate == sampleRate, "audio at \(reader.sampleRate) for a model at \(sampleRate)")
        let text = try AlignmentText(text, spelledBy: model.tokenizer)
        let heard =
            model.isStreaming ? try stream(&reader) : offline(try reader.readAll())
        return try transcript(of: text, in: heard.emissions, lasting: heard.duration)
    }

    /// The same in a recording in memory.
    public func transcript(of text: String, in recording: AudioBuffer) throws -> Transcript {
        let heard = offline(recording)
        return try transcript(
            of: AlignmentText(text, spelledBy: model.tokenizer), in: heard.emissions, lasting: heard.duration)
    }

    private func transcript(
        of text: AlignmentText, in emissions: Tensor, lasting duration: Duration
    ) throws -> Transcript {
        var words = try aligner.align(text.spoken, to: emissions)[...]
        let segments = text.lines.enumerated().map { number, line in
            let aligned = line.map { word in
                defer { words = words.dropFirst(word.spoken.count) }
                return Word(word, spoken: words.prefix(word.spoken.count))
            }
            return Segment(aligned: aligned, id: number).clamped(to: duration)
        }
        return Transcript(duration: duration, segments: segments)
    }

    // MARK: Emissions

    private func offline(_ recording: AudioBuffer) -> (emissions: Tensor, duration: Duration) {
        (model.emissions(for: model.features.features(of: recording)), recording.duration)
    }

    private func stream(_ reader: inout AudioReader) throws -> (emissions: Tensor, duration: Duration) {
        var features = try model.features.makeStream()
        var stream = try model.makeStream()
        var (values, sampleCount): ([Float], Int) = ([], 0)
        while let samples = try reader.next() {
            sampleCount += samples.count
            let frames = features.accept(samples)
            if frames.shape[0] > 0 { values += stream.accept(frames).array }
        }
        if sampleCount > 0 {
            let frames = features.finish()
            if frames.shape[0] > 0 { values += stream.accept(frames).array }
            values += stream.finish().array
        }
        let size = model.tokenizer.vocabulary.count
        return (Tensor(values, shape: [values.count / size, size]), sampleRate.duration(of: sampleCount))
    }
}

extension Word {
    /// A written word with the times of what is said for it.
    fileprivate init(_ word: AlignmentText.Word, spoken: ArraySlice<Word>) {
        precondition(spoken.count == word.spoken.count, "an aligner gives every word it was given")
        let confidences = spoken.compactMap(\.confidence)
        self.init(
            text: word.written,
            time: spoken.dropFirst().reduce(spoken[spoken.startIndex].time) { $0.union($1.time) },
            confidence: confidences.min())
    }
}

extension Segment {
    fileprivate init(aligned words: [Word], id: Int) {
        let confidences = words.compactMap(\.confidence)
        self.init(
            id: id, time: words.dropFirst().reduce(words[0].time) { $0.union($1.time) }, words: words,
            confidence: confidences.isEmpty ? nil : confidences.reduce(0, +) / Double(confidences.count))
    }
}
